import { type QueryContext, runColumnQuery } from './run-query.ts'
import { scoped } from './scope.ts'

export interface LatelyActiveQuestion {
  /** Seconds since the epoch: what was last seen before is left out. */
  since: number
  /** What was seen last is read first. */
  limit: number
}

export interface SeriesColumns {
  metricNames: readonly string[]
  /** Halves of the series' ids. */
  lows: Uint32Array
  highs: Uint32Array
  /** 1 for a series that gathers the points of refused ones. */
  areOverflow: Uint8Array
  /** Seconds since the epoch, up to an hour before the last point: a series is stored once an hour. */
  lastSeen: Uint32Array
}

export interface KeyColumns {
  keys: readonly string[]
  lastSeen: Uint32Array
}

const since = `day >= toDate(toDateTime({since:UInt32}, 'UTC')) AND last_seen >= toDateTime({since:UInt32}, 'UTC')`

const SERIES = `
SELECT
  metric_name,
  toUInt32(bitAnd(series_id, 4294967295)),
  toUInt32(bitShiftRight(series_id, 32)),
  toUInt8(any(attributes['otel.metric.overflow']) = 'true'),
  toUInt32(max(last_seen)) AS last
FROM ${scoped('metric_series')} AND ${since}
GROUP BY metric_name, series_id
ORDER BY last DESC
LIMIT {limit:UInt32}`

const ATTRIBUTE_KEYS = `
SELECT key, toUInt32(max(last_seen)) AS last
FROM ${scoped('attribute_keys')} AND ${since} AND key != 'hanzo.attributes.overflow'
GROUP BY key
ORDER BY last DESC
LIMIT {limit:UInt32}`

/** The metric series that had points lately, some thousands at a time, decoded as they are asked for. */
export async function* readActiveSeries(
  context: QueryContext,
  question: LatelyActiveQuestion,
): AsyncGenerator<SeriesColumns> {
  const { blocks } = await runColumnQuery(context, { sql: SERIES, params: { ...question } })
  for (const [metricNames, lows, highs, areOverflow, lastSeen] of blocks) {
    yield {
      metricNames: metricNames?.values as string[],
      lows: lows?.values as Uint32Array,
      highs: highs?.values as Uint32Array,
      areOverflow: areOverflow?.values as Uint8Array,
      lastSeen: lastSeen?.values as Uint32Array,
    }
  }
}

/** Likewise the keys of attributes that were counted in spans and log records lately: nearly all, since a sample is counted. */
export async function* readActiveKeys(
  context: QueryContext,
  question: LatelyActiveQuestion,
): AsyncGenerator<KeyColumns> {
  const { blocks } = await runColumnQuery(context, { sql: ATTRIBUTE_KEYS, params: { ...question } })
  for (const [keys, lastSeen] of blocks) {
    yield { keys: keys?.values as string[], lastSeen: lastSeen?.values as Uint32Array }
  }
}
