import type { MetricQuery, MetricQueryAnswer, MetricQueryRequest, MetricQueryResult, Receipt } from '@hanzo/schema/api'
import { bucketTimes } from '../bucket-step.ts'
import { InvalidQueryError } from '../query-errors.ts'
import { joinReceipts, type QueryContext } from '../run-query.ts'
import { searchOfSeries } from '../search-filter.ts'
import { resolveBounds, type TimeBounds } from '../time-bounds.ts'
import { comparedSeconds } from './compared-seconds.ts'
import { formulaSeries } from './formula/formula-series.ts'
import { type ParsedFormula, parseFormulas } from './formula/parse-formulas.ts'
import { planQueries, type QueryPlan } from './plan-queries.ts'
import { readSeries } from './read-series.ts'
import { chooseSeries, type LabelledSeries, seriesKey } from './series-table.ts'

/** A formula joins at most so many series of each of its queries. */
const joinedSeriesMax = 1000

/** An answer has at most so many values: some 20 MB. */
const valuesMax = 2_000_000

/** A query's series over the steps of an answer. */
interface ReadQuery {
  series: LabelledSeries[]
  seriesTotal: number
  receipt: Receipt
}

/**
 * Answers several queries and formulas over the same steps, and the same some time before.
 * An unknown metric has no series.
 * @throws {InvalidQueryError} naming the field, {@link InvalidSearchError} for a filter, {@link InvalidFormulaError} for an
 * expression that cannot be read.
 */
export async function metricQuery(context: QueryContext, request: MetricQueryRequest): Promise<MetricQueryAnswer> {
  const bounds = resolveBounds(request, context.nowMilliseconds)
  const formulas = parseFormulas(request)
  const searches = request.queries.map((query, index) => searchOfSeries(query.query, `queries.${index}.query`))
  const { plans, step, receipts } = await planQueries(context, request, searches, bounds)
  assertAnswerFits(request, bucketTimes(bounds, step).length)
  const compareSeconds = request.compareWith === undefined ? undefined : comparedSeconds(request.compareWith, step)
  const joined = new Set(formulas.flatMap(({ uses }) => [...uses]))
  const [now, before] = await Promise.all([
    readAll(context, plans, { bounds, step }, (id) => joined.has(id)),
    compareSeconds === undefined
      ? undefined
      : readAll(context, plans, { bounds: shifted(bounds, compareSeconds), step }, () => true),
  ])
  const results = [
    ...plans.filter(({ query }) => !query.hidden).map((plan) => queryResult(plan, now, before)),
    ...formulas.map((formula) => formulaResult(formula, now, before)),
  ]
  const read = [...now.values(), ...(before?.values() ?? [])]
  return {
    stepSeconds: step,
    times: bucketTimes(bounds, step),
    ...(compareSeconds !== undefined && { compareSeconds }),
    results,
    warnings: cutJoins(formulas, now),
    receipt: joinReceipts(...receipts, ...read.map(({ receipt }) => receipt)),
  }
}

function assertAnswerFits({ queries, formulas }: MetricQueryRequest, steps: number): void {
  const series = [...queries, ...formulas].reduce((sum, { series }) => sum + series.limit, 0)
  if (series * steps <= valuesMax) return
  const most = Math.floor(valuesMax / steps)
  throw new InvalidQueryError(
    'queries',
    `expected at most ${most} series in all for ${steps} steps, and ${series} are asked for`,
  )
}

type ReadQueries = Map<string, ReadQuery>

const shifted = ({ fromMilliseconds, toMilliseconds }: TimeBounds, seconds: number): TimeBounds => ({
  fromMilliseconds: fromMilliseconds - seconds * 1000,
  toMilliseconds: toMilliseconds - seconds * 1000,
})

/** @param isJoined tells whether a query is read whole, and not only the series that it answers. */
async function readAll(
  context: QueryContext,
  plans: readonly QueryPlan[],
  { bounds, step }: { bounds: TimeBounds; step: number },
  isJoined: (id: string) => boolean,
): Promise<ReadQueries> {
  const times = bucketTimes(bounds, step)
  const entries = plans.map(async (plan): Promise<[string, ReadQuery]> => {
    const { query, metric } = plan
    if (!metric) return [query.id, { series: [], seriesTotal: 0, receipt: plan.receipt }]
    const choice = isJoined(query.id) ? { ...query.series, limit: joinedSeriesMax } : query.series
    const { series, seriesTotal, receipt } = await readSeries(context, {
      ...{ name: query.name, type: metric.type, search: plan.search, groupBy: query.groupBy },
      temporality: metric.temporalities,
      ...{ aggregation: plan.aggregation, bounds, step, choice },
    })
    const labelled = series.map(({ labels, values }) => ({
      labels: labelsOf(query, labels),
      values: times.map((time) => values.get(time) ?? null),
    }))
    return [query.id, { series: labelled, seriesTotal, receipt }]
  })
  return new Map(await Promise.all(entries))
}

const labelsOf = ({ groupBy }: MetricQuery, labels: readonly string[]): Record<string, string> =>
  Object.fromEntries(groupBy.map((key, index) => [key, labels[index] ?? '']))

function queryResult(
  { query, metric, aggregation }: QueryPlan,
  now: ReadQueries,
  before: ReadQueries | undefined,
): MetricQueryResult {
  const { series, seriesTotal } = now.get(query.id) ?? { series: [], seriesTotal: 0 }
  return {
    id: query.id,
    name: query.name,
    ...(metric && { type: metric.type }),
    ...(typeof aggregation === 'number' ? { quantile: aggregation } : { aggregation }),
    unit: metric?.unit ?? '',
    seriesTotal,
    series: withCompared(series.slice(0, query.series.limit), before?.get(query.id)?.series),
  }
}

function formulaResult(formula: ParsedFormula, now: ReadQueries, before: ReadQueries | undefined): MetricQueryResult {
  const { id, expression, series: choice } = formula.formula
  const series = formulaSeries(formula, (name) => now.get(name)?.series ?? [])
  const compared = before && formulaSeries(formula, (name) => before.get(name)?.series ?? [])
  return {
    ...{ id, expression, unit: '', seriesTotal: series.length },
    series: withCompared(chooseSeries(series, choice), compared),
  }
}

function withCompared(
  series: readonly LabelledSeries[],
  before: readonly LabelledSeries[] | undefined,
): MetricQueryResult['series'] {
  if (!before) return [...series]
  const byLabels = new Map(before.map((found) => [seriesKey(found.labels), found.values]))
  return series.map((found) => {
    const compared = byLabels.get(seriesKey(found.labels))
    return { ...found, compared: compared ?? found.values.map(() => null) }
  })
}

/** Formulas of more series than are joined say so. */
function cutJoins(formulas: readonly ParsedFormula[], read: ReadQueries): MetricQueryAnswer['warnings'] {
  return formulas.flatMap(({ formula, uses }) =>
    [...uses]
      .filter((name) => (read.get(name)?.seriesTotal ?? 0) > joinedSeriesMax)
      .map((name) => ({
        id: formula.id,
        message: `${name} has ${read.get(name)?.seriesTotal} series, of which ${joinedSeriesMax} are joined: filter it or group it by less`,
      })),
  )
}
