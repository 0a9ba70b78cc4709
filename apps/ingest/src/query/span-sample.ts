import { allOf, type Condition } from '@hanzo/search'
import { z } from 'zod'
import { minuteCountsParams } from './minute-counts.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { searchConditions } from './span-filter.ts'
import { spanCountsFor } from './span-histogram.ts'
import { boundsParams, inBounds, type TimeBounds } from './time-bounds.ts'

/** What a join of so many spans takes stays under a third of a second on two cores. */
const mapLimits: SampleLimits = { spansMax: 300_000, windowsMax: 24 }
/** More than a year of them. */
const minutesMax = 600_000

const FROM_COUNTS = (counts: string, filter: string): string => `
SELECT toUnixTimestamp(minute) AS time, sum(spans) AS spans
FROM ${counts} AS counts
WHERE true${filter}
GROUP BY time
ORDER BY time
LIMIT {limit:UInt32}`

const FROM_SPANS = (filter: string): string => `
SELECT toUnixTimestamp(toStartOfMinute(timestamp)) AS time, count() AS spans
FROM ${scoped('spans')}
  AND ${inBounds}${filter}
GROUP BY time
ORDER BY time
LIMIT {limit:UInt32}`

const row = z.object({ time: z.coerce.number(), spans: z.coerce.number() })

/** The part of a range that is read in its place. */
export interface SpanSample {
  /** Starts of the windows, Unix seconds. */
  windows: number[]
  windowSeconds: number
  /** Of the windows, one of so many is read. */
  oneOf: number
  /** By how much counts are scaled up to the whole range. */
  scale: number
  minutes: number
  ofMinutes: number
}

/** Chooses what a service map reads of a range. */
export function chooseMapSample(context: QueryContext, bounds: TimeBounds) {
  return chooseSample(context, bounds, allOf(), mapLimits)
}

/** Chooses what is read of the spans that pass a search. These are counted first, `spanCount` of them: exactly. */
export async function chooseSample(context: QueryContext, bounds: TimeBounds, search: Condition, limits: SampleLimits) {
  const counts = spanCountsFor(search, 60)
  const filter = searchConditions(search, 'spans')
  const { rows, receipt } = await runQuery(context, {
    sql: counts === undefined ? FROM_SPANS(filter.sql) : FROM_COUNTS(counts, filter.sql),
    params: {
      ...(counts === undefined ? boundsParams(bounds) : minuteCountsParams(bounds)),
      ...filter.params,
      limit: minutesMax,
    },
    row,
  })
  return {
    sample: sampleOf(bounds, rows, limits),
    spanCount: rows.reduce((sum, { spans }) => sum + spans, 0),
    receipt,
  }
}

/**
 * Written for the primary key, which leads with the minute. Binds `windows` and `windowSeconds`.
 * @param lead seconds before each window, as SQL.
 */
export const inWindows = (lead = '0'): string => `toStartOfMinute(timestamp) IN (
    SELECT arrayJoin(arrayFlatten(arrayMap(
      window -> arrayMap(second -> toDateTime(second, 'UTC'), range(toInt64(window) - ${lead}, toInt64(window) + {windowSeconds:UInt32}, 60)),
      {windows:Array(UInt32)}))))`

export interface SampleLimits {
  /** Spans that are read at most, about. */
  spansMax: number
  /** Where a range is sampled, each of so many equal parts gives its first minutes. */
  windowsMax: number
}

/**
 * Chooses what is read of a range: all of it while it holds few spans, else windows of whole minutes spread evenly over it,
 * and of those, where even they hold too many, a part by hash.
 * @param counted spans of every minute that has some.
 */
export function sampleOf(
  bounds: TimeBounds,
  counted: readonly { time: number; spans: number }[],
  { spansMax, windowsMax }: SampleLimits,
): SpanSample {
  const first = Math.floor(bounds.fromMilliseconds / 60_000)
  const ofMinutes = Math.ceil(bounds.toMilliseconds / 60_000) - first
  const total = counted.reduce((sum, { spans }) => sum + spans, 0)
  const share = spansMax / Math.max(total, 1)
  const whole = { windows: [first * 60], windowSeconds: ofMinutes * 60, minutes: ofMinutes, ofMinutes }
  if (share >= 1) return { ...whole, oneOf: 1, scale: 1 }
  const count = Math.max(1, Math.min(windowsMax, Math.floor(ofMinutes * share)))
  const length = Math.max(1, Math.floor((ofMinutes / count) * share))
  const starts = Array.from({ length: count }, (_, index) => first + Math.floor((index * ofMinutes) / count))
  const inside = counted.reduce((sum, { time, spans }) => {
    const minute = time / 60
    return starts.some((start) => minute >= start && minute < start + length) ? sum + spans : sum
  }, 0)
  const oneOf = Math.max(1, Math.round(inside / spansMax))
  return {
    windows: starts.map((start) => start * 60),
    windowSeconds: length * 60,
    oneOf,
    scale: inside === 0 ? 1 : (total / inside) * oneOf,
    minutes: count * length,
    ofMinutes,
  }
}
