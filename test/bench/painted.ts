/**
 * How long a row takes from its acceptance (200, after fsync) until Chromium has painted it in a live list, beside a load that nobody watches.
 *   npm run bench:painted -- --list logs --shown 200 --rate 5000
 * Chromium, the sender, the platform and the engine share the machine.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../console/browser.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { makeRequests } from './ingest/make-requests.ts'
import { sendLoad } from './ingest/send-load.ts'
import { machine, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: {
    // What is watched: `logs`, `spans`, `traces`.
    list: { type: 'string', multiple: true, default: ['logs', 'spans', 'traces'] },
    // Rows a second that the list shows.
    shown: { type: 'string', default: '200' },
    // Rows a second that are ingested beside them.
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '20' },
  },
})
const rowsPerRequest = 10
const recordsPerBody = 100
const warmUpSeconds = 4
const seconds = Number(values.seconds)

interface Painted {
  /** The newest row in sight, and when the frame that showed it was done, milliseconds since the epoch. */
  frames: [newest: number, at: number][]
}
declare global {
  var painted: Painted
}

const text = (value: string) => ({ stringValue: value })

/** One request of rows that are told apart by their number. */
function requestOf(signal: 'logs' | 'traces', first: number): string {
  const now = BigInt(Date.now()) * 1_000_000n
  const resource = { attributes: [{ key: 'service.name', value: text('painted') }] }
  const numbers = Array.from({ length: rowsPerRequest }, (_, index) => first + index)
  // Later rows are newer.
  const timeOf = (number: number) => String(now + BigInt(number - first))
  if (signal === 'logs') {
    const logRecords = numbers.map((number) => ({
      ...{ timeUnixNano: timeOf(number), severityNumber: 9, body: text(`painted ${number} done`) },
      attributes: [{ key: 'step', value: { intValue: number } }],
    }))
    return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] })
  }
  const spans = numbers.map((number) => ({
    ...{ traceId: (0xa0000000 + number).toString(16).padStart(32, '0'), spanId: number.toString(16).padStart(16, '0') },
    ...{ name: `painted ${number} done`, kind: 2, startTimeUnixNano: timeOf(number), endTimeUnixNano: timeOf(number) },
  }))
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] })
}

/** Sends rows one request after the other, so that they are accepted in order. @returns when each request was accepted. */
async function sendShown(platform: Platform, signal: 'logs' | 'traces', from: number): Promise<[number, number][]> {
  const accepted: [first: number, at: number][] = []
  const started = performance.now()
  const count = (Number(values.shown) * (seconds + warmUpSeconds)) / rowsPerRequest
  for (let index = 0; index < count; index++) {
    const dueAt = started + (index * rowsPerRequest * 1000) / Number(values.shown)
    if (dueAt > performance.now()) await delay(dueAt - performance.now())
    const first = from + index * rowsPerRequest
    const response = await fetch(`${platform.url}/v1/${signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: requestOf(signal, first),
    })
    const at = performance.timeOrigin + performance.now()
    if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`)
    await response.arrayBuffer()
    accepted.push([first, at])
  }
  return accepted
}

/** Notes in the page which is the newest row after every frame that changed the list. */
async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const grid = document.querySelector('[role=grid]')
    if (!grid) throw new Error('there is no list')
    globalThis.painted = { frames: [] }
    const done = new MessageChannel()
    let newest = -1
    done.port1.onmessage = () => {
      const at = performance.timeOrigin + performance.now()
      if (newest > (globalThis.painted.frames.at(-1)?.[0] ?? -1)) globalThis.painted.frames.push([newest, at])
    }
    new MutationObserver(() => {
      requestAnimationFrame(() => {
        for (const [, number] of (grid.textContent ?? '').matchAll(/painted (\d+) done/g))
          newest = Math.max(newest, Number(number))
        // A message is handled after the frame has been painted.
        done.port2.postMessage(null)
      })
    }).observe(grid, { childList: true, subtree: true, characterData: true })
  })
}

const pathOf: Record<string, string> = {
  logs: '/projects/default/logs?live=true',
  spans: '/projects/default/traces?view=spans&live=true',
  traces: '/projects/default/traces?live=true',
}

async function measure(platform: Platform, page: Page, list: string, from: number): Promise<(string | number)[]> {
  const signal = list === 'logs' ? 'logs' : 'traces'
  await page.goto(`${platform.url}${pathOf[list]}&query=${encodeURIComponent('service:painted')}`)
  await page.locator('[role=switch][data-status=live]').waitFor()
  await page.getByRole('grid').waitFor()
  await watchFrames(page)
  const [accepted, load] = await Promise.all([
    sendShown(platform, signal, from),
    sendLoad({
      ...{ url: new URL(`/v1/${signal}`, platform.url), requests: makeRequests(signal, 120, recordsPerBody) },
      ...{ recordsPerBody, connections: 4, seconds: seconds + warmUpSeconds, rate: Number(values.rate) },
    }),
  ])
  await delay(3_000)
  const { frames } = await page.evaluate(() => globalThis.painted)
  const skipped = await page.getByText('skipped').count()
  const counted = accepted.slice(Math.ceil((Number(values.shown) * warmUpSeconds) / rowsPerRequest))
  // Rows are shown in the order of their acceptance: a frame that shows a row shows all before it, or has them below the fold.
  const waits = counted.flatMap(([first, at]) => {
    const frame = frames.find(([newest]) => newest >= first + rowsPerRequest - 1)
    return frame ? [frame[1] - at] : []
  })
  if (waits.length < counted.length) throw new Error(`${counted.length - waits.length} requests were never painted`)
  const figures = [0.5, 0.95, 0.99, 1].map((part) => quantile(waits, part).toFixed(0))
  const rates = [counted.length * rowsPerRequest, load.accepted].map((rows, index) =>
    (rows / (index === 0 ? seconds : load.seconds)).toFixed(0),
  )
  return [list, ...rates, ...figures, skipped > 0 ? 'yes' : 'no']
}

async function main(): Promise<void> {
  const [platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  try {
    const table: (string | number)[][] = []
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    // A list stands where there are records.
    for (const signal of ['logs', 'traces'] as const) {
      const url = `${platform.url}/v1/${signal}`
      const headers = { 'content-type': 'application/json' }
      await fetch(url, { method: 'POST', headers, body: requestOf(signal, 1) })
    }
    await delay(2_000)
    for (const [index, list] of values.list.entries())
      table.push(await measure(platform, page, list, (index + 1) * 100_000))
    console.log(`\n${machine()}; accepted (200 answered) to painted in Chromium, ${seconds} s each\n`)
    printTable(
      ['list', 'rows/s shown', 'rows/s beside', 'p50, ms', 'p95, ms', 'p99, ms', 'longest, ms', 'rows skipped'],
      table,
    )
  } finally {
    await browser.close()
    await platform.close()
  }
}

await main()
