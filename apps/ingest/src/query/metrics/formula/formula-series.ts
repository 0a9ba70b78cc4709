import { type LabelledSeries, seriesKey } from '../series-table.ts'
import type { FormulaFunction, FormulaNode } from './parse-formula.ts'
import type { ParsedFormula } from './parse-formulas.ts'

type Value = number | null
/** One value for all steps, or one for each. */
type Values = Value | readonly Value[]

/**
 * Computes a formula for every set of labels that one of its queries has. A query with fewer labels applies to all series
 * that share them; one that lacks the series has no values there.
 * @param read the series of a query.
 * @returns series that have a value. What is no finite number, as after a division by zero, is none.
 */
export function formulaSeries(
  { node, uses, groupBy }: ParsedFormula,
  read: (name: string) => readonly LabelledSeries[],
): LabelledSeries[] {
  const tables = [...uses].map((name) => tableOf(name, read(name)))
  const rows = new Map<string, Record<string, string>>()
  for (const { series } of tables) {
    for (const { labels } of series) {
      if (Object.keys(labels).length === new Set(groupBy).size) rows.set(seriesKey(labels), labels)
    }
  }
  const steps = tables.flatMap(({ series }) => series)[0]?.values.length ?? 0
  return [...rows.values()].flatMap((labels) => {
    const found = new Map(tables.map(({ name, keys, byKey }) => [name, byKey.get(seriesKey(labels, keys))]))
    const values = compute(node, (name) => found.get(name) ?? null)
    const points = Array.from({ length: steps }, (_, index) => finite(at(values, index)))
    return points.some((value) => value !== null) ? [{ labels, values: points }] : []
  })
}

function tableOf(name: string, series: readonly LabelledSeries[]) {
  const keys = Object.keys(series[0]?.labels ?? {})
  return { name, series, keys, byKey: new Map(series.map(({ labels, values }) => [seriesKey(labels), values])) }
}

const at = (values: Values, index: number): Value =>
  typeof values === 'number' || values === null ? values : (values[index] ?? null)
const finite = (value: Value): Value => (value !== null && Number.isFinite(value) ? value : null)

function compute(node: FormulaNode, read: (name: string) => Values): Values {
  switch (node.type) {
    case 'number':
      return node.value
    case 'name':
      return read(node.name)
    case 'negated':
      return mapped([compute(node.of, read)], ([value = 0]) => -value)
    case 'joined':
      return mapped([compute(node.left, read), compute(node.right, read)], operators[node.operator])
    case 'called': {
      const values = node.of.map((value) => compute(value, read))
      return node.call === 'default_zero' ? zeroed(values[0] ?? null) : mapped(values, functions[node.call])
    }
  }
}

type Operation = (values: readonly number[]) => number

const operators: Record<'+' | '-' | '*' | '/', Operation> = {
  '+': ([left = 0, right = 0]) => left + right,
  '-': ([left = 0, right = 0]) => left - right,
  '*': ([left = 0, right = 0]) => left * right,
  '/': ([left = 0, right = 0]) => left / right,
}

const functions: Record<Exclude<FormulaFunction, 'default_zero'>, Operation> = {
  abs: ([value = 0]) => Math.abs(value),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  clamp: ([value = 0, least = 0, most = 0]) => Math.min(Math.max(value, least), most),
  ln: ([value = 0]) => Math.log(value),
  log10: ([value = 0]) => Math.log10(value),
}

/** No value where one of them has none. */
function mapped(of: readonly Values[], operation: Operation): Values {
  const combine = (values: readonly Value[]): Value =>
    values.some((value) => value === null) ? null : finite(operation(values as readonly number[]))
  const many = of.find((values) => typeof values === 'object' && values !== null) as readonly Value[] | undefined
  if (!many) return combine(of as readonly Value[])
  return many.map((_, index) => combine(of.map((values) => at(values, index))))
}

/** A query without the series has no length of its own: one zero stands for all. */
function zeroed(values: Values): Values {
  return typeof values === 'object' && values !== null ? values.map((value) => value ?? 0) : (values ?? 0)
}
