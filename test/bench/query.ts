import { parseArgs } from 'node:util'
import { createClient } from '@clickhouse/client'
import { startPlatform } from '../platform/start-platform.ts'
import { fillLogs, fillSpans } from './fill.ts'
import { machine, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '15' } },
})
const rows = Number(values.rows)
const rowsPerInsert = 50_000
const day = 'from=now-1d&to=now'

const questions: [name: string, path: string][] = [
  ['traces, newest 100, 24 h', `/traces?${day}`],
  ['spans, newest 100, 24 h', `/spans?${day}`],
  ['spans of a service, 24 h', `/spans?${day}&service=service-7`],
  ['spans, errors over 30 ms, 24 h', `/spans?${day}&status=error&minDurationNanoseconds=30000000`],
  ['spans, frequent attribute, 24 h', `/spans?${day}&attribute=app.feature%3Dfeature-3`],
  ['spans, rare attribute, 24 h', `/spans?${day}&attribute=user.id%3Duser-4711`],
  ['span histogram, 24 h', `/spans/histogram?${day}`],
  ['span histogram of an attribute, 24 h', `/spans/histogram?${day}&attribute=app.feature%3Dfeature-3`],
  ['span facets, 24 h', `/spans/facets?${day}`],
  ['trace by id', `/traces/${'1'.padStart(32, '0')}`],
  ['logs, newest 100, 24 h', `/logs?${day}`],
  ['logs, errors, 24 h', `/logs?${day}&severity=error`],
  ['logs, phrase, 24 h', `/logs?${day}&text=card%20declined`],
  ['logs, rare token, 24 h', `/logs?${day}&text=customer%204711`],
  ['logs of a trace', `/logs?${day}&traceId=${'1f'.padStart(32, '0')}`],
  ['log histogram, 24 h', `/logs/histogram?${day}`],
  ['log facets, 24 h', `/logs/facets?${day}`],
]

async function ask(url: string): Promise<{ milliseconds: number; rowsRead: number }> {
  const started = performance.now()
  const response = await fetch(url)
  const answer = (await response.json()) as { receipt?: { rowsRead: number }; detail?: string }
  if (!response.ok) throw new Error(`${url}: ${response.status} ${answer.detail}`)
  return { milliseconds: performance.now() - started, rowsRead: answer.receipt?.rowsRead ?? 0 }
}

async function main(): Promise<void> {
  const platform = await startPlatform()
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo', request_timeout: 600_000 })
  try {
    for (let offset = 0; offset < rows; offset += rowsPerInsert) {
      const count = Math.min(rowsPerInsert, rows - offset)
      await clickhouse.command({ query: fillSpans(rows, offset, count) })
      await clickhouse.command({ query: fillLogs(rows, offset, count) })
    }
    await ask(`${platform.url}/api/projects`)
    const table: (string | number)[][] = []
    for (const [name, path] of questions) {
      const url = `${platform.url}/api/projects/default${path}`
      const first = await ask(url)
      const samples: number[] = []
      for (let round = 0; round < Number(values.rounds); round++) samples.push((await ask(url)).milliseconds)
      const figures = [first.milliseconds, quantile(samples, 0.5), quantile(samples, 0.95)].map((figure) =>
        figure.toFixed(0),
      )
      table.push([name, ...figures, first.rowsRead.toLocaleString('en')])
    }
    console.log(`\n${machine()}; ${rows.toLocaleString('en')} spans and as many logs over 24 hours, through the API\n`)
    printTable(['question', 'first, ms', 'p50, ms', 'p95, ms', 'rows read'], table)
  } finally {
    await clickhouse.close()
    await platform.close()
  }
}

await main()
