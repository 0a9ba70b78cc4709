import { aggregationSchema, type MetricQueryInput, metricTypeSchema, type TimeRange } from '@hanzo/schema/api'
import { z } from 'zod'

const id = z.string().regex(/^[A-Z][A-Z0-9]{0,3}$/)
const limit = z.number().int().min(1).max(1000)

/** A query of the explorer as it stands in the address; a metric that is not chosen yet is empty. */
const metricPartSchema = z.object({
  id,
  metric: z.string().max(1024),
  type: metricTypeSchema.optional(),
  filter: z.string().max(4096).optional(),
  aggregation: aggregationSchema.optional(),
  quantile: z.number().min(0).max(1).optional(),
  groupBy: z.array(z.string().max(1024)).max(10).optional(),
  limit: limit.optional(),
  order: z.enum(['top', 'bottom']).optional(),
  /** By which measure of a series; the mean when absent. */
  by: z.enum(['last', 'max', 'sum']).optional(),
  hidden: z.boolean().optional(),
})
export type MetricPart = z.infer<typeof metricPartSchema>

const formulaPartSchema = z.object({
  id,
  expression: z.string().max(1000),
  unit: z.string().max(40).optional(),
  limit: limit.optional(),
  hidden: z.boolean().optional(),
})
export type FormulaPart = z.infer<typeof formulaPartSchema>

/** What one row of the explorer asks: a metric, or an expression over other rows. */
export const explorerPartSchema = z.union([metricPartSchema, formulaPartSchema])
export type ExplorerPart = z.infer<typeof explorerPartSchema>

/** As many as the API takes in one request. */
export const partsMost = 10
export const defaultLimit = 20

export const isFormula = (part: ExplorerPart): part is FormulaPart => 'expression' in part
export const isMetricPart = (part: ExplorerPart): part is MetricPart => 'metric' in part

/** The first letter that no row has: A to Z for metrics, F1, F2, … for formulas. */
export function nextId(parts: readonly ExplorerPart[], kind: 'metric' | 'formula'): string {
  const taken = new Set(parts.map((part) => part.id))
  const candidates =
    kind === 'formula'
      ? Array.from({ length: partsMost + 1 }, (_, index) => `F${index + 1}`)
      : Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index))
  return candidates.find((candidate) => !taken.has(candidate)) ?? `Q${parts.length}`
}

/** Moves a row up (-1) or down (1); at either end nothing changes. */
export function movePart(parts: readonly ExplorerPart[], partId: string, by: -1 | 1): ExplorerPart[] {
  const at = parts.findIndex((part) => part.id === partId)
  const to = at + by
  const next = [...parts]
  const [moved] = next.splice(at, 1)
  if (at < 0 || to < 0 || to >= parts.length || !moved) return [...parts]
  next.splice(to, 0, moved)
  return next
}

/** A copy of a row, right below it, under a letter of its own. */
export function duplicatePart(parts: readonly ExplorerPart[], partId: string): ExplorerPart[] {
  return parts.flatMap((part) =>
    part.id === partId ? [part, { ...part, id: nextId(parts, isFormula(part) ? 'formula' : 'metric') }] : [part],
  )
}

/** A row with one of its members changed; `undefined` takes one away, so that addresses stay short. */
export function changePart<T extends ExplorerPart>(part: T, change: { [Name in keyof T]?: T[Name] | undefined }): T {
  const entries = Object.entries({ ...part, ...change }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as T
}

/** The letters that an expression names. */
export function lettersOf(expression: string): string[] {
  return [...new Set(expression.match(/\b[A-Z][A-Z0-9]{0,3}\b/g) ?? [])]
}

export interface ExplorerOptions extends TimeRange {
  parts: readonly ExplorerPart[]
  step: number | null
  compare: string | null
  maxPoints: number
}

/**
 * The request for the rows of the explorer: hidden ones are asked for only where a formula needs them.
 * @returns `null` while no row asks for anything.
 */
export function explorerRequest({ parts, from, to, step, compare, maxPoints }: ExplorerOptions) {
  const formulas = parts.filter(isFormula).filter(({ expression, hidden }) => expression.trim() !== '' && !hidden)
  const needed = new Set(formulas.flatMap(({ expression }) => lettersOf(expression)))
  const queries = parts
    .filter(isMetricPart)
    .filter(({ id: partId, metric, hidden }) => metric !== '' && (!hidden || needed.has(partId)))
  if (queries.length === 0 || (formulas.length === 0 && queries.every(({ hidden }) => hidden))) return null
  return {
    ...{ from, to, maxPoints },
    queries: queries.map(({ metric, filter, limit: most, order, by, ...part }) => ({
      ...part,
      name: metric,
      query: filter ?? '',
      series: { limit: most ?? defaultLimit, order: order ?? 'top', by: by ?? 'mean' },
    })),
    formulas: formulas.map(({ id: partId, expression, limit: most }) => ({
      id: partId,
      expression,
      series: { limit: most ?? defaultLimit },
    })),
    ...(step !== null && { stepSeconds: step }),
    ...(compare !== null && { compareWith: compareOf(compare) }),
  } satisfies MetricQueryInput
}

function compareOf(compare: string): 'day' | 'week' | number {
  return compare === 'day' || compare === 'week' ? compare : Number(compare)
}
