import type { ServiceRed, ServiceRedQuery, ServiceRedRow } from '@hanzo/schema/api'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { minuteCountsParams } from './minute-counts.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { durationCounts, spanDurations } from './span-durations.ts'
import { boundsBefore, redOf } from './span-red.ts'
import { resolveBounds, type TimeBounds } from './time-bounds.ts'

const servicesMax = 1_000

/** Server and consumer spans are what a service is asked for; the other kinds are its own doing. */
const IS_REQUEST = '(kind IN (2, 5))'

const SERVICES = `
SELECT
  service_name AS name,
  sumIf(spans, ${IS_REQUEST}) AS requests,
  sumIf(errors, ${IS_REQUEST}) AS requestErrors,
  sumMapIf(durations, ${IS_REQUEST}) AS requestDurations,
  sum(spans) AS allSpans,
  sum(errors) AS allErrors,
  sumMapIf(durations, NOT ${IS_REQUEST}) AS otherDurations
FROM ${spanDurations()} AS counts
GROUP BY name
ORDER BY if(requests > 0, requests, allSpans) DESC, name
LIMIT {limit:UInt32}`

const POINTS = (step: number): string => `
SELECT
  service_name AS name,
  intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS time,
  sumIf(spans, ${IS_REQUEST}) AS requests,
  sumIf(errors, ${IS_REQUEST}) AS requestErrors,
  sum(spans) AS allSpans,
  sum(errors) AS allErrors
FROM ${spanDurations(step)} AS counts
GROUP BY name, time
LIMIT {limit:UInt32}`

const counts = {
  requests: z.coerce.number(),
  requestErrors: z.coerce.number(),
  allSpans: z.coerce.number(),
  allErrors: z.coerce.number(),
}
const serviceRow = z.object({
  name: z.string(),
  ...counts,
  requestDurations: durationCounts,
  otherDurations: durationCounts,
})
type ServiceCounts = z.output<typeof serviceRow>
const pointRow = z.object({ name: z.string(), time: z.coerce.number(), ...counts })

/**
 * Rate, errors and durations of every service that sent spans in the range, beside those of the range before; the
 * busiest first, at most `servicesMax`.
 * @throws {InvalidQueryError}
 */
export async function serviceRed(context: QueryContext, query: ServiceRedQuery): Promise<ServiceRed> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets, 60)
  const [current, previous, points] = await Promise.all([
    readServices(context, bounds),
    readServices(context, boundsBefore(bounds)),
    runQuery(context, {
      sql: POINTS(step),
      params: { ...minuteCountsParams(bounds), step, limit: servicesMax * (query.buckets + 1) },
      row: pointRow,
    }),
  ])
  const before = new Map(previous.rows.map((service) => [service.name, service]))
  const counted = new Map(points.rows.map((point) => [`${point.time} ${point.name}`, point]))
  const times = bucketTimes(bounds, step)
  return {
    seconds: (bounds.toMilliseconds - bounds.fromMilliseconds) / 1000,
    bucketSeconds: step,
    rows: current.rows.map((service) => serviceRowOf(service, before.get(service.name), counted, times)),
    receipt: joinReceipts(current.receipt, previous.receipt, points.receipt),
  }
}

function readServices(context: QueryContext, bounds: TimeBounds) {
  return runQuery(context, {
    sql: SERVICES,
    params: { ...minuteCountsParams(bounds), limit: servicesMax },
    row: serviceRow,
  })
}

function serviceRowOf(
  current: ServiceCounts,
  previous: ServiceCounts | undefined,
  counted: ReadonlyMap<string, z.output<typeof pointRow>>,
  times: readonly number[],
): ServiceRedRow {
  const isAsked = current.requests > 0
  const red = (service: ServiceCounts | undefined) => {
    if (!service) return redOf(0, 0, new Map())
    return isAsked
      ? redOf(service.requests, service.requestErrors, service.requestDurations)
      : redOf(service.allSpans, service.allErrors, service.otherDurations)
  }
  return {
    name: current.name,
    basis: isAsked ? 'requests' : 'spans',
    current: red(current),
    previous: red(previous),
    points: times.map((timeUnixSeconds) => {
      const point = counted.get(`${timeUnixSeconds} ${current.name}`)
      return {
        timeUnixSeconds,
        spanCount: (isAsked ? point?.requests : point?.allSpans) ?? 0,
        errorCount: (isAsked ? point?.requestErrors : point?.allErrors) ?? 0,
      }
    }),
  }
}
