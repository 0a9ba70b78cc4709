import { type ListOperationsQuery, type OperationList, spanKindSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { minuteCountsParams } from './minute-counts.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { durationCounts, spanDurations } from './span-durations.ts'
import { boundsBefore, redOf } from './span-red.ts'
import { resolveBounds, type TimeBounds } from './time-bounds.ts'

const operationsMax = 1_000

const OPERATIONS = `
SELECT
  name,
  kind,
  sum(spans) AS spanCount,
  sum(errors) AS errorCount,
  sum(duration_sum) AS durationSum,
  sumMap(durations) AS durations
FROM ${spanDurations()} AS counts
WHERE service_name = {service:String}
GROUP BY name, kind
ORDER BY spanCount DESC, name, kind
LIMIT {limit:UInt32}`

const row = z.object({
  name: z.string(),
  kind: z.coerce.number(),
  spanCount: z.coerce.number(),
  errorCount: z.coerce.number(),
  durationSum: z.coerce.number(),
  durations: durationCounts,
})
type OperationRow = z.output<typeof row>

/**
 * Rate, errors and durations of each operation of a service, beside those of the range before.
 * @throws {InvalidQueryError}
 */
export async function listOperations(context: QueryContext, query: ListOperationsQuery): Promise<OperationList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const read = (period: TimeBounds) =>
    runQuery(context, {
      sql: OPERATIONS,
      params: { ...minuteCountsParams(period), service: query.service, limit: operationsMax },
      row,
    })
  const [current, previous] = await Promise.all([read(bounds), read(boundsBefore(bounds))])
  const keyOf = ({ name, kind }: OperationRow) => `${kind} ${name}`
  const red = (found: OperationRow | undefined) =>
    found ? redOf(found.spanCount, found.errorCount, found.durations) : redOf(0, 0, new Map())
  const before = new Map(previous.rows.map((operation) => [keyOf(operation), operation]))
  return {
    seconds: (bounds.toMilliseconds - bounds.fromMilliseconds) / 1000,
    rows: current.rows.map((operation) => ({
      name: operation.name,
      kind: spanKindSchema.options[operation.kind] ?? 'unspecified',
      durationSum: operation.durationSum,
      current: red(operation),
      previous: red(before.get(keyOf(operation))),
    })),
    receipt: joinReceipts(current.receipt, previous.receipt),
  }
}
