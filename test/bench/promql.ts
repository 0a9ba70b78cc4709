import { metricTypeCode } from '@hanzo/schema/row'
import { createTail } from '../../apps/ingest/src/tail/create-tail.ts'
import { rowOf } from '../fixtures/rows.ts'
import { buildTelemetryApp } from '../fixtures/telemetry-app.ts'
import { openTelemetryDatabase } from '../fixtures/telemetry-database.ts'
import { machine, printTable, quantile } from './measure.ts'

/** Reads a day of 100 counters and 20 histograms, a point every 15 seconds, through Prometheus's API. */

const rounds = 7
const intervalMilliseconds = 15_000
const points = 24 * 240
const end = Math.floor(Date.now() / 60_000) * 60_000
const start = end - points * intervalMilliseconds
const own = { project_id: 'p', retention_days: 30 }
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

const telemetry = await openTelemetryDatabase()

async function insertSeries(index: number, kind: 'sum' | 'histogram'): Promise<void> {
  const common = {
    ...own,
    metric_name: kind === 'sum' ? 'http.requests' : 'http.duration',
    series_id: BigInt(index + 1),
  }
  const days = [start, end].map((time) => Math.floor(time / 86_400_000))
  const series = days.map((day) =>
    rowOf('metric_series', {
      ...common,
      day,
      type: metricTypeCode[kind],
      temporality: 2,
      is_monotonic: true,
      service_name: `service-${index % 5}`,
      resource_id: 1n,
      attributes: new Map([['route', `/route-${index}`]]),
      last_seen: Math.floor(end / 1000),
    }),
  )
  const times = Array.from({ length: points }, (_, at) => ({
    ...common,
    timestamp: BigInt(start + at * intervalMilliseconds + (index % 100)),
    start_timestamp: BigInt(start),
  }))
  await telemetry.insert(
    kind === 'sum'
      ? {
          metric_series: series,
          metric_points: times.map((time, at) => rowOf('metric_points', { ...time, value: at * (index + 1) })),
        }
      : {
          metric_series: series,
          metric_histogram_points: times.map((time, at) =>
            rowOf('metric_histogram_points', {
              ...time,
              count: BigInt(at * 11),
              sum: at,
              explicit_bounds: bounds,
              bucket_counts: [...bounds, 0].map(() => BigInt(at)),
            }),
          ),
        },
  )
}

for (let index = 0; index < 100; index++) await insertSeries(index, 'sum')
for (let index = 0; index < 20; index++) await insertSeries(1000 + index, 'histogram')

const app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })

async function measure(query: string, hours: number, step: number): Promise<(string | number)[]> {
  const range = { query, start: String(end / 1000 - hours * 3600), end: String(end / 1000), step: String(step) }
  const times: number[] = []
  let bytes = 0
  for (let round = 0; round < rounds; round++) {
    const started = performance.now()
    const response = await app.inject({
      url: `/api/projects/p/prometheus/api/v1/query_range?${new URLSearchParams(range)}`,
    })
    times.push(performance.now() - started)
    if (response.statusCode !== 200) throw new Error(response.body)
    bytes = response.body.length
  }
  const warm = times.slice(1)
  const shown = [quantile(warm, 0.5), quantile(warm, 0.95)].map(Math.round)
  return [`\`${query}\``, `${hours} h`, `${step} s`, ...shown, Math.round(bytes / 1024)]
}

console.log(machine())
printTable(
  ['query', 'range', 'step', 'p50 ms', 'p95 ms', 'KiB'],
  [
    await measure('rate(http_requests_total[5m])', 24, 60),
    await measure('sum by (job) (rate(http_requests_total[5m]))', 24, 60),
    await measure('sum by (job) (rate(http_requests_total[5m]))', 24, 300),
    await measure('sum by (job) (rate(http_requests_total[5m]))', 1, 15),
    await measure('topk(5, http_requests_total)', 6, 60),
    await measure('histogram_quantile(0.9, sum by (le) (rate(http_duration_bucket[5m])))', 24, 300),
    await measure('histogram_quantile(0.9, sum by (le) (rate(http_duration_bucket[5m])))', 1, 15),
  ],
)
await app.close()
await telemetry.close()
