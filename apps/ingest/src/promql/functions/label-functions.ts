import { assemble } from '../evaluate/assemble.ts'
import { labelPattern } from '../evaluate/label-pattern.ts'
import { labelValue, withLabel } from '../evaluate/labels.ts'
import type { StepSeries } from '../evaluate/samples.ts'
import { PromqlError } from '../promql-error.ts'

/** Series keep their values, in columns of their own: what is joined is written into them. */
const relabel = (series: readonly StepSeries[], labels: (one: StepSeries) => StepSeries['labels']): StepSeries[] =>
  assemble(series.map((one) => ({ labels: labels(one), values: one.values.slice(), present: one.present.slice() })))

function assertDestination(name: string, functionName: string): void {
  if (name === '') throw new PromqlError('execution', `invalid destination label name in ${functionName}(): ""`)
}

/** Writes a label from what an expression finds in another; where it finds nothing the series stays as it is. */
export function labelReplace(
  series: readonly StepSeries[],
  [destination = '', replacement = '', source = '', expression = '']: readonly string[],
): StepSeries[] {
  const pattern = labelPattern(expression, 'execution')
  assertDestination(destination, 'label_replace')
  return relabel(series, ({ labels }) => {
    const matcher = pattern.matcher(labelValue(labels, source))
    if (!matcher.matches()) return labels
    const groupNamed = pattern.namedGroups() as Record<string, number>
    const value = expand(replacement, (name) => {
      const index = /^\d+$/.test(name) ? Number(name) : groupNamed[name]
      return index === undefined || index > matcher.groupCount() ? '' : (matcher.group(index) ?? '')
    })
    return withLabel(labels, destination, value)
  })
}

/** `$1`, `${1}`, `$name`, `${name}` and `$$`, as Go's templates of expressions have them. */
function expand(template: string, group: (name: string) => string): string {
  return template.replaceAll(
    /\$(?:\$|(\w+)|\{(\w+)\})/g,
    (all, bare: string | undefined, braced: string | undefined) => {
      if (all === '$$') return '$'
      return group(bare ?? braced ?? '')
    },
  )
}

export function labelJoin(
  series: readonly StepSeries[],
  [destination = '', separator = '', ...sources]: readonly string[],
): StepSeries[] {
  assertDestination(destination, 'label_join')
  return relabel(series, ({ labels }) => {
    const value = sources.map((source) => labelValue(labels, source)).join(separator)
    return withLabel(labels, destination, value)
  })
}
