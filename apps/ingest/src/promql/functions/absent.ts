import type { Evaluation } from '../evaluate/evaluation.ts'
import { type Labels, labelsOf, metricNameLabel, noLabels } from '../evaluate/labels.ts'
import { emptySeries, type StepSeries } from '../evaluate/samples.ts'
import { type Expression, withoutParens } from '../parse/ast.ts'

/** What is told of a series that is not there: what its selector asks to be equal, once. */
function labelsOfAbsent(expression: Expression): Labels {
  const inner = withoutParens(expression)
  const selector = inner.kind === 'range' ? inner.selector : inner.kind === 'selector' ? inner : undefined
  if (!selector) return noLabels
  const wanted = new Map<string, string>()
  const seen = new Set<string>()
  for (const { name, operator, value } of selector.matchers) {
    if (name === metricNameLabel) continue
    if (operator === '=' && !seen.has(name)) {
      wanted.set(name, value)
      seen.add(name)
    } else wanted.delete(name)
  }
  return labelsOf(wanted)
}

/** @param presence at which steps there is anything, series by series. */
export function absent({ steps }: Evaluation, expression: Expression, presence: readonly Uint8Array[]): StepSeries[] {
  const result = emptySeries(labelsOfAbsent(expression), steps.count)
  for (let step = 0; step < steps.count; step++) {
    if (presence.some((present) => present[step] === 1)) continue
    result.values[step] = 1
    result.present[step] = 1
  }
  return result.present.includes(1) ? [result] : []
}
