import type { Aggregation, MetricQuery, MetricQueryRequest, MetricType, Receipt } from '@hanzo/schema/api'
import type { Condition } from '@hanzo/search'
import { InvalidQueryError } from '../query-errors.ts'
import type { QueryContext } from '../run-query.ts'
import type { TimeBounds } from '../time-bounds.ts'
import { chooseAggregation } from './choose-aggregation.ts'
import { describeMetric } from './describe-metric.ts'
import { metricsStep } from './metric-step.ts'
import type { PointReading } from './point-source.ts'

/** A query, with what its metric is. */
export interface QueryPlan {
  query: MetricQuery
  search: Condition
  /** `undefined` for a metric that nobody sent in the range. */
  metric: { type: MetricType; unit: string; temporalities: PointReading['temporality'] } | undefined
  /** A number is a quantile. */
  aggregation: Aggregation | number
  receipt: Receipt
}

/**
 * Finds out what the metrics of a request are, and the step that all of its queries share.
 * @throws {InvalidQueryError} naming the field that makes no sense.
 */
export async function planQueries(
  context: QueryContext,
  request: MetricQueryRequest,
  searches: readonly Condition[],
  bounds: TimeBounds,
): Promise<{ plans: QueryPlan[]; step: number; receipts: Receipt[] }> {
  const plans = await Promise.all(
    request.queries.map(async (query, index): Promise<QueryPlan> => {
      const { metric, receipt } = await describeMetric(context, query, bounds)
      const type = metric?.type ?? query.type ?? 'gauge'
      const aggregation = aggregationOf(
        query,
        { type, isMonotonic: metric?.isMonotonic ?? true, isKnown: metric !== undefined },
        index,
      )
      return { query, search: searches[index] as Condition, metric, aggregation, receipt }
    }),
  )
  const metrics = plans.flatMap(({ query, metric }) => (metric ? [{ name: query.name, type: metric.type }] : []))
  const step = await metricsStep(context, metrics, bounds, { asked: request.stepSeconds, pointsMax: request.maxPoints })
  return { plans, step, receipts: plans.map(({ receipt }) => receipt) }
}

interface Known {
  type: MetricType
  isMonotonic: boolean
  isKnown: boolean
}

function aggregationOf(
  { aggregation, quantile }: MetricQuery,
  { type, isMonotonic, isKnown }: Known,
  index: number,
): Aggregation | number {
  const path = `queries.${index}`
  if (quantile !== undefined) {
    if (aggregation !== undefined) {
      throw new InvalidQueryError(`${path}.quantile`, 'expected either an aggregation or a quantile')
    }
    if (isKnown && (type === 'gauge' || type === 'sum')) {
      throw new InvalidQueryError(`${path}.quantile`, `a ${type} has no quantiles: choose an aggregation`)
    }
    return quantile
  }
  // Of a metric that nobody sent the type is not known: any aggregation answers nothing.
  if (!isKnown && aggregation !== undefined) return aggregation
  return chooseAggregation(aggregation, type, isMonotonic, `${path}.aggregation`)
}
