import type { RowBatch } from '@hanzo/schema/row'
import { rowOf, spanIdOf, traceIdOf } from '../fixtures/rows.ts'

const minuteNanoseconds = 60_000_000_000n
const dayMinutes = 1440n

/** Rows that tell their number, spread over minutes, days and retention classes as a busy hour of many senders is. */
export function numberedRows(first: number, count: number): RowBatch & Required<Pick<RowBatch, 'spans' | 'logs'>> {
  const nowNanoseconds = BigInt(Date.now()) * 1_000_000n
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  const timestampOf = (number: number) => {
    const minutes = BigInt(number % 7) + (number % 10 === 0 ? dayMinutes : 0n)
    return nowNanoseconds - minutes * minuteNanoseconds
  }
  const shared = (number: number) => ({ project_id: 'default', retention_days: number % 13 === 0 ? 7 : 30 })
  // Without a time the table's TTL would drop the row on arrival.
  const seen = {
    first_seen: Number(nowNanoseconds / 1_000_000_000n),
    last_seen: Number(nowNanoseconds / 1_000_000_000n),
  }
  const point = (number: number) => ({
    ...shared(number),
    series_id: BigInt(number % 50),
    timestamp: timestampOf(number) / 1_000_000n,
    // No value was recorded.
    flags: number % 17 === 0 ? 1 : 0,
    count: BigInt(number),
    sum: number,
  })
  const counts = (number: number) => [0, 1, 2].map((place) => BigInt(number * place))
  return {
    resources: [rowOf('resources', { project_id: 'default', resource_id: 1n, service_name: 'service-0', ...seen })],
    spans: numbers.map((number) =>
      rowOf('spans', {
        ...shared(number),
        timestamp: timestampOf(number),
        duration_nanoseconds: BigInt(number) * 1_000n,
        trace_id: traceIdOf(Math.floor(number / 3) + 1),
        span_id: spanIdOf(number),
        name: `operation-${number % 5}`,
        service_name: `service-${number % 3}`,
        status_code: number % 11 === 0 ? 2 : 0,
        attributes_string: new Map([['http.route', `/orders/${number % 4}`]]),
      }),
    ),
    logs: numbers.map((number) =>
      rowOf('logs', {
        ...shared(number),
        timestamp: timestampOf(number),
        span_id: spanIdOf(number),
        severity_number: (number % 24) + 1,
        service_name: `service-${number % 3}`,
        body: `record ${number}`,
      }),
    ),
    metric_points: numbers.map((number) =>
      rowOf('metric_points', {
        ...shared(number),
        metric_name: 'requests',
        series_id: BigInt(number % 50),
        timestamp: timestampOf(number) / 1_000_000n,
        value: number,
      }),
    ),
    metric_histogram_points: numbers.map((number) =>
      rowOf('metric_histogram_points', {
        ...point(number),
        metric_name: 'latency',
        explicit_bounds: number % 100 < 90 ? [0.5, 1] : [1, 2],
        bucket_counts: counts(number),
      }),
    ),
    metric_exponential_histogram_points: numbers.map((number) =>
      rowOf('metric_exponential_histogram_points', {
        ...point(number),
        metric_name: 'size',
        scale: number % 3,
        zero_count: BigInt(number % 2),
        positive_offset: -(number % 5),
        positive_bucket_counts: counts(number),
        negative_offset: number % 4,
        negative_bucket_counts: counts(number + 1),
      }),
    ),
  }
}
