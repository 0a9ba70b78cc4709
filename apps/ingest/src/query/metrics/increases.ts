import type { Aggregation, MetricType } from '@hanzo/schema/api'
import {
  fromFormerHistograms,
  fromPoints,
  fromRollup,
  type PointReading,
  type PointSource,
  readingOf,
} from './point-source.ts'

/** What counts up: the number itself, or a histogram's and summary's count and sum. A counter that falls was reset. */
const columns = (type: MetricType): { counter: string; total: string } =>
  type === 'gauge' || type === 'sum'
    ? { counter: 'value', total: 'value' }
    : { counter: 'toFloat64(count)', total: 'sum' }

function samples(type: MetricType, source: PointSource): string {
  const { counter, total } = columns(type)
  if (source === 'points') {
    return `
      SELECT series_id, timestamp, start_timestamp, ${counter} AS point_counter, ${total} AS point_total
      ${fromPoints(type, 'readFrom')}`
  }
  const rolled = type === 'histogram' || type === 'exponential_histogram' ? type : 'sum'
  const sql = `
      SELECT
        series_id, ${rolledColumns[rolled]}
      ${fromRollup(rolled, 'readFrom')}`
  if (rolled !== 'histogram') return sql
  return `${sql}
      UNION ALL
      SELECT
        series_id, ${FORMER_HISTOGRAM}
      ${fromFormerHistograms('readFrom')}`
}

const LAST_OF_HISTOGRAM = `last.timestamp AS timestamp, last.start_timestamp AS start_timestamp,
        toFloat64(last.count) AS last_counter, last.sum AS last_total,
        toFloat64(count_sum) AS sum_counter, sum_sum AS sum_total`

const FORMER_HISTOGRAM = `last_timestamp AS timestamp, last_start_timestamp AS start_timestamp,
        toFloat64(finalizeAggregation(count_last)) AS last_counter, finalizeAggregation(sum_last) AS last_total,
        toFloat64(count_sum) AS sum_counter, sum_sum AS sum_total`

const rolledColumns = {
  sum: `last_timestamp AS timestamp, last_start_timestamp AS start_timestamp,
        finalizeAggregation(value_last) AS last_counter, last_counter AS last_total,
        value_sum AS sum_counter, value_sum AS sum_total`,
  histogram: LAST_OF_HISTOGRAM,
  exponential_histogram: LAST_OF_HISTOGRAM,
}

/** The columns that hold a point's. */
export interface PointNames {
  timestamp: string
  start: string
  counter: string
}

export const CURRENT_POINT: PointNames = { timestamp: 'timestamp', start: 'start_timestamp', counter: 'counter' }
const PREVIOUS_POINT: PointNames = {
  timestamp: 'previous_timestamp',
  start: 'previous_start',
  counter: 'previous_counter',
}

/** Whether a cumulative series was restarted between two points: it has a later start time, or fell. */
export const isRestart = (before: PointNames, point: PointNames): string =>
  `(${point.start} > ${before.start} AND ${point.start} <= ${point.timestamp} OR is_monotonic AND ${point.counter} < ${before.counter})`

/** Whether the first point of a series tells since when it counts, within what was read. */
export const KNOWS_START = `start_timestamp >= toDateTime64({readFrom:Int64}, 3, 'UTC') AND start_timestamp < timestamp`

/**
 * How a point stands to the one before it in its series:
 * - delta: the point is the increase
 * - cumulative, restarted since: all of the value came since
 * - cumulative, first one read: the value came since its start if that is in what was read, else it is unknown
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps
 */
export const POINT_KIND = `multiIf(
        temporality = 1, 'whole',
        is_first, if(${KNOWS_START}, 'whole', 'none'),
        ${isRestart(PREVIOUS_POINT, CURRENT_POINT)}, 'whole',
        'difference')`

/** The start of the step that a time is in, Unix seconds. */
export const stepOf = (timestamp: string): string =>
  `intDiv(toUnixTimestamp(${timestamp}), {step:UInt32}) * {step:UInt32}`

/** Gives samples of histograms what there is to know of their series: their counts only rise. */
export const WITH_SERIES =
  'INNER JOIN (SELECT series_id, labels, label_id, temporality, true AS is_monotonic FROM series) AS of_series USING (series_id)'

/** What the window of two rows tells of all points: a first one is alone in it. */
export const BEFORE_COLUMNS = `lagInFrame(counter) OVER before AS previous_counter,
        lagInFrame(start_timestamp) OVER before AS previous_start,
        count() OVER before = 1 AS is_first`

export const BEFORE = `WINDOW before AS (PARTITION BY series_id ORDER BY timestamp ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`

const increase = (name: string): string =>
  `sum(multiIf(kind = 'whole', ${name}, kind = 'difference', ${name} - previous_${name}, 0))`

/** Increases of each series by bucket: `series_id, time, counter_increase, total_increase, elapsed` (seconds they took). */
function seriesIncreases(type: MetricType, from: PointReading): string {
  return `
  SELECT
    series_id,
    any(labels) AS own_labels,
    any(label_id) AS own_label_id,
    ${stepOf('timestamp')} AS time,
    countIf(kind != 'none') AS increases,
    ${increase('counter')} AS counter_increase,
    ${increase('total')} AS total_increase,
    sum(if(
      kind != 'none' AND since >= toDateTime64({readFrom:Int64}, 3, 'UTC'),
      date_diff('millisecond', since, timestamp),
      0)) / 1000 AS elapsed
  FROM (
    SELECT
      series_id, labels, label_id, temporality, timestamp, start_timestamp, counter, total, previous_counter, previous_total,
      if(NOT is_first AND previous_timestamp > start_timestamp, previous_timestamp, start_timestamp) AS since,
      ${POINT_KIND} AS kind
    FROM (
      SELECT
        series_id, labels, label_id, temporality, is_monotonic, timestamp, start_timestamp,
        ${readingOf(from, 'counter')} AS counter,
        ${readingOf(from, 'total')} AS total,
        lagInFrame(total) OVER before AS previous_total,
        lagInFrame(timestamp) OVER before AS previous_timestamp,
        ${BEFORE_COLUMNS}
      FROM (${samples(type, from.source)}
      ) AS samples
      INNER JOIN (SELECT series_id, labels, label_id, temporality, is_monotonic OR {isCounter:Bool} AS is_monotonic FROM series) AS of_series USING (series_id)
      ${BEFORE}
    )
  )
  GROUP BY series_id, time
  HAVING time >= {start:Int64} AND increases > 0`
}

// The last bucket has only begun: its increase took as long as what is there of it.
const SECONDS = `greatest(elapsed, least({step:UInt32}, {end:Int64} / 1000 - time))`

/** Values of counters: `labels, time, value`. */
export function increaseValues(aggregation: Aggregation, type: MetricType, from: PointReading): string | undefined {
  const isNumber = type === 'gauge' || type === 'sum'
  const amount = isNumber ? 'total_increase' : 'counter_increase'
  const values: Partial<Record<Aggregation, string>> = {
    rate: `sum(${amount} / ${SECONDS})`,
    increase: `sum(${amount})`,
    count: 'sum(counter_increase)',
    sum: 'sum(total_increase)',
    avg: 'sum(total_increase) / sum(counter_increase)',
  }
  const value = values[aggregation]
  return (
    value &&
    `
SELECT any(own_labels) AS labels, time, ${value} AS value
FROM (${seriesIncreases(type, from)}
) AS increases
GROUP BY own_label_id, time`
  )
}
