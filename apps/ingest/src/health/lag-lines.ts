import type { LagTotals } from './lag-meter.ts'

const name = 'hanzo_ingest_lag_seconds'

/**
 * The lag as a histogram in Prometheus' text format. Written here because it is counted elsewhere, by thousands of rows at
 * a time.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function lagLines({ boundsSeconds, rows, sumSeconds }: LagTotals): string {
  let count = 0
  const buckets = rows.map((added, index) => {
    count += added
    return `${name}_bucket{le="${boundsSeconds[index] ?? '+Inf'}"} ${Math.round(count)}`
  })
  return [
    `# HELP ${name} From the receipt of a row until ClickHouse answers questions with it`,
    `# TYPE ${name} histogram`,
    ...buckets,
    `${name}_sum ${sumSeconds}`,
    `${name}_count ${Math.round(count)}`,
    '',
  ].join('\n')
}
