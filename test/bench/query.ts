import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { createClient } from '@clickhouse/client'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { fillLogs, fillSpans } from './fill.ts'
import { fillMetricSeries, fillMetrics } from './fill-metrics.ts'
import { fillVariedLogs, fillVariedResources } from './fill-varied-logs.ts'
import { machine, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '15' },
    // Of what there are rows, and what is asked about.
    signal: { type: 'string', multiple: true, default: ['spans', 'logs'] },
    // Only fills a platform and says where it is, until it is interrupted; another run measures it by its address.
    fill: { type: 'boolean', default: false },
    // Log records of every kind, to look at instead of to measure by.
    varied: { type: 'boolean', default: false },
    url: { type: 'string' },
  },
})
const rows = Number(values.rows)
const rowsPerInsert = 50_000
const day = 'from=now-1d&to=now'

/** A question of metrics, which is posted. */
const metric = (query: object, over: object = {}) => ({ from: 'now-1d', queries: [{ id: 'A', ...query }], ...over })

const questions: [name: string, path: string, body?: object][] = [
  ['traces, newest 100, 24 h', `/traces?${day}`],
  ['spans, newest 100, 24 h', `/spans?${day}`],
  ['spans of a service, 24 h', `/spans?${day}&service=service-7`],
  ['spans, errors over 30 ms, 24 h', `/spans?${day}&status=error&minDurationNanoseconds=30000000`],
  ['spans, frequent attribute, 24 h', `/spans?${day}&attribute=app.feature%3Dfeature-3`],
  ['spans, rare attribute, 24 h', `/spans?${day}&attribute=user.id%3Duser-4711`],
  ['spans with columns of attributes, 24 h', `/spans?${day}&columns=app.feature&columns=user.id&columns=env`],
  ['groups by service and name, 24 h', `/spans/groups?${day}&groupBy=service&groupBy=name`],
  ['groups by an attribute, 24 h', `/spans/groups?${day}&groupBy=app.feature`],
  ['groups by an attribute, 1 h', '/spans/groups?from=now-1h&groupBy=app.feature'],
  ['span histogram, 24 h', `/spans/histogram?${day}`],
  ['span histogram of an attribute, 24 h', `/spans/histogram?${day}&attribute=app.feature%3Dfeature-3`],
  ['span facets, 24 h', `/spans/facets?${day}`],
  ['RED of all spans and the day before, 24 h', `/spans/red?${day}`],
  ['RED of an attribute and the day before, 24 h', `/spans/red?${day}&query=app.feature:feature-3`],
  ['RED of every service, with its traffic, 24 h', `/services/red?${day}`],
  ['operations of a service, 24 h', `/services/operations?${day}&service=service-7`],
  ['service map, 24 h (sampled)', `/services/map?${day}`],
  ['service map, 15 minutes', '/services/map?from=now-15m'],
  ['heatmap, 24 h', `/spans/heatmap?${day}`],
  ['heatmap of an attribute, 24 h', `/spans/heatmap?${day}&query=app.feature:feature-3`],
  ['differences of slow spans, 24 h', `/spans/differences?${day}&selectionMinNanoseconds=45000000`],
  ['differences of slow spans, 1 h', '/spans/differences?from=now-1h&selectionMinNanoseconds=45000000'],
  ['trace by id', `/traces/${'1'.padStart(32, '0')}`],
  ['logs, newest 100, 24 h', `/logs?${day}`],
  ['logs, errors, 24 h', `/logs?${day}&severity=error`],
  ['logs, phrase, 24 h', `/logs?${day}&text=card%20declined`],
  ['logs, rare token, 24 h', `/logs?${day}&text=customer%204711`],
  ['logs, frequent word, 24 h', `/logs?${day}&query=declined`],
  ['logs, rare word, 24 h', `/logs?${day}&query=4711`],
  ['logs, rare word with one of every record, 24 h', `/logs?${day}&query=4711%20handled`],
  ['logs, part of a word, 24 h', `/logs?${day}&query=declin*`],
  ['log histogram of a frequent word, 24 h', `/logs/histogram?${day}&query=declined`],
  ['log facets of a frequent word, 24 h', `/logs/facets?${day}&query=declined`],
  ['logs of a trace', `/logs?${day}&traceId=${'1f'.padStart(32, '0')}`],
  ['log histogram, 24 h', `/logs/histogram?${day}`],
  ['log facets, 24 h', `/logs/facets?${day}`],
  ['metric catalogue, 24 h', `/metrics?${day}`],
  ['metric catalogue, most samples first, 24 h', `/metrics?${day}&sort=samples&limit=50`],
  ['attributes of a metric, 24 h', `/metrics/attributes?${day}&name=sum.7`],
  ['gauge, average by service, 24 h', '/metrics/query', metric({ name: 'gauge.1', groupBy: ['service.name'] })],
  ['rate of a counter, 24 h', '/metrics/query', metric({ name: 'sum.7' })],
  ['rate of a counter by route, 24 h', '/metrics/query', metric({ name: 'sum.7', groupBy: ['http.route'] })],
  ['rate of a delta counter, 24 h', '/metrics/query', metric({ name: 'delta_sum.14' })],
  ['rate of a filtered counter, 24 h', '/metrics/query', metric({ name: 'sum.7', query: '-http.request.method:GET' })],
  ['rate and the day before, 24 h', '/metrics/query', metric({ name: 'sum.7' }, { compareWith: 'day' })],
  [
    'ratio of two counters by route, 24 h',
    '/metrics/query',
    {
      from: 'now-1d',
      queries: ['sum.7', 'sum.8'].map((name, index) => ({ id: 'AB'[index], name, groupBy: ['http.route'] })),
      formulas: [{ id: 'F', expression: 'A / B * 100' }],
    },
  ],
  ['rate of a counter, 1 h', '/metrics/query', metric({ name: 'sum.7' }, { from: 'now-1h' })],
  ['p99 of a histogram, 24 h', '/metrics/query', metric({ name: 'histogram.15', aggregation: 'p99' })],
  [
    'p99 by route, 24 h',
    '/metrics/query',
    metric({ name: 'histogram.15', aggregation: 'p99', groupBy: ['http.route'] }),
  ],
  ['p99 of a delta histogram, 24 h', '/metrics/query', metric({ name: 'delta_histogram.18', aggregation: 'p99' })],
  ['p99 of an exponential histogram, 24 h', '/metrics/query', metric({ name: 'exponential.19', aggregation: 'p99' })],
  ['p99 of an exponential histogram, 1 h', '/metrics/query', metric({ name: 'exponential.19' }, { from: 'now-1h' })],
  ['heatmap of a histogram, 24 h', `/metrics/heatmap?${day}&name=histogram.15`],
  ['heatmap of an exponential histogram, 24 h', `/metrics/heatmap?${day}&name=exponential.19`],
]

/** Of which signal a question is. */
function signalOf(path: string): string {
  if (path.startsWith('/metrics')) return 'metrics'
  return path.startsWith('/logs') ? 'logs' : 'spans'
}

async function ask(url: string, body?: object): Promise<{ milliseconds: number; rowsRead: number }> {
  const started = performance.now()
  const response = await fetch(url, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as { receipt?: { rowsRead: number }; detail?: string }
  if (!response.ok) throw new Error(`${url}: ${response.status} ${answer.detail}`)
  return { milliseconds: performance.now() - started, rowsRead: answer.receipt?.rowsRead ?? 0 }
}

async function fill(platform: Platform): Promise<void> {
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo', request_timeout: 600_000 })
  const end = Date.now()
  if (values.signal.includes('metrics')) for (const query of fillMetricSeries(end)) await clickhouse.command({ query })
  for (let offset = 0; offset < rows; offset += rowsPerInsert) {
    const count = Math.min(rowsPerInsert, rows - offset)
    if (values.signal.includes('spans')) await clickhouse.command({ query: fillSpans(rows, offset, count) })
    const logs = values.varied ? fillVariedLogs : fillLogs
    if (values.signal.includes('logs')) await clickhouse.command({ query: logs(rows, offset, count) })
    if (!values.signal.includes('metrics')) continue
    for (const query of fillMetrics(rows, offset, count, end)) await clickhouse.command({ query })
  }
  if (values.varied) await clickhouse.command({ query: fillVariedResources })
  await clickhouse.close()
}

async function measure(platformUrl: string): Promise<void> {
  await ask(`${platformUrl}/api/projects`)
  const table: (string | number)[][] = []
  const asked = questions.filter(([, path]) => values.signal.includes(signalOf(path)))
  for (const [name, path, body] of asked) {
    const url = `${platformUrl}/api/projects/default${path}`
    const first = await ask(url, body)
    const samples: number[] = []
    for (let round = 0; round < Number(values.rounds); round++) samples.push((await ask(url, body)).milliseconds)
    const figures = [first.milliseconds, quantile(samples, 0.5), quantile(samples, 0.95)]
    table.push([name, ...figures.map((figure) => figure.toFixed(0)), first.rowsRead.toLocaleString('en')])
  }
  const held = values.signal
    .map((signal) => `${rows.toLocaleString('en')} ${signal === 'metrics' ? 'points' : signal}`)
    .join(' and ')
  console.log(`\n${machine()}; ${held} over 24 hours, through the API\n`)
  printTable(['question', 'first, ms', 'p50, ms', 'p95, ms', 'rows read'], table)
}

async function main(): Promise<void> {
  if (values.url) return measure(values.url)
  const platform = await startPlatform()
  try {
    await fill(platform)
    if (!values.fill) return await measure(platform.url)
    console.log(`filled: npm run bench:query -- --url ${platform.url} --rows ${rows}`)
    await once(process, 'SIGINT')
  } finally {
    await platform.close()
  }
}

await main()
