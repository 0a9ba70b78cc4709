import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../console/browser.ts'
import { largeTrace } from '../fixtures/large-trace.ts'
import { startPlatform } from '../platform/start-platform.ts'
import { machine, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: { spans: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '5' } },
})
const spans = Number(values.spans)
const rounds = Number(values.rounds)
const traceId = '1'.repeat(32)

async function sendTrace(url: string): Promise<void> {
  const startUnixNano = BigInt(Date.now() - 120_000) * 1_000_000n
  for (const request of largeTrace({ traceId, spans, startUnixNano })) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body: JSON.stringify(request) })
    if (!response.ok) throw new Error(`the platform refused the trace: ${await response.text()}`)
  }
  for (;;) {
    const response = await fetch(`${url}/api/projects/default/traces/${traceId}/structure`)
    if (((await response.json()) as { spanCount?: number }).spanCount === spans) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Reads the structure, and how long the platform answered nothing else meanwhile. */
async function readStructure(url: string) {
  let longest = 0
  let isReading = true
  const watch = (async () => {
    while (isReading) {
      const started = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      longest = Math.max(longest, performance.now() - started)
    }
  })()
  const started = performance.now()
  const response = await fetch(`${url}/api/projects/default/traces/${traceId}/structure`, {
    headers: { 'accept-encoding': 'identity' },
  })
  const body = await response.text()
  const milliseconds = performance.now() - started
  isReading = false
  await watch
  const parsing = performance.now()
  JSON.parse(body)
  return { milliseconds, longest, bytes: body.length, parse: performance.now() - parsing }
}

interface Seen {
  firstPaint: number
  frames: number[]
  megabytes: number
}

/** Opens the trace as a reader does, scrolls through it by 120 steps, and measures what they see. */
async function seeTrace(browser: Browser, url: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.addInitScript(`window.shown = new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('[role=treeitem]')) return
      observer.disconnect()
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    }).observe(document, { childList: true, subtree: true })
  })`)
  await page.goto(`${url}/projects/default/traces/${traceId}`)
  const firstPaint = (await page.evaluate('window.shown')) as number
  await page.waitForTimeout(500)
  const frames = (await page.evaluate(`new Promise((resolve) => {
    const tree = document.querySelector('[role=tree]').parentElement
    const frames = []
    let before
    const step = (now) => {
      if (before !== undefined) frames.push(now - before)
      before = now
      if (frames.length >= 120) return resolve(frames)
      tree.scrollTop += 400
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })`)) as number[]
  // Frames in which nothing was drawn would be quick, too.
  const isDrawn = await page.evaluate(`(() => {
    const box = document.querySelector('[role=tree]').parentElement.getBoundingClientRect()
    const middle = document.elementFromPoint(box.left + box.width / 4, box.top + box.height / 2)
    return middle.closest('[role=treeitem]') !== null
  })()`)
  if (!isDrawn) throw new Error('there are no rows where the trace was scrolled to')
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { metrics } = await session.send('Performance.getMetrics').catch(() => ({ metrics: [] }))
  const buffers = metrics.find(({ name }: { name: string }) => name === 'JSHeapUsedSize')?.value ?? 0
  await context.close()
  return { firstPaint, frames, megabytes: Math.max(usedSize, buffers) / 1e6 }
}

async function gzippedBytes(url: string): Promise<number> {
  const { get } = await import('node:http')
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip' }
    get(`${url}/api/projects/default/traces/${traceId}/structure`, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.concat(chunks)
        gunzipSync(body)
        resolve(body.length)
      })
    }).once('error', reject)
  })
}

async function main(): Promise<void> {
  const platform = await startPlatform()
  const browser = await launchBrowser()
  try {
    await sendTrace(platform.url)
    const reads: Awaited<ReturnType<typeof readStructure>>[] = []
    const views: Seen[] = []
    for (let round = 0; round < rounds; round++) reads.push(await readStructure(platform.url))
    for (let round = 0; round < rounds; round++) views.push(await seeTrace(browser, platform.url))
    const bytes = await gzippedBytes(platform.url)
    const median = (figures: number[], digits = 0) => quantile(figures, 0.5).toFixed(digits)
    const worst = (figures: number[], digits = 0) => quantile(figures, 1).toFixed(digits)
    const row = (name: string, figures: number[], digits = 0) => [name, median(figures, digits), worst(figures, digits)]
    console.log(`\n${machine()}; a trace of ${spans.toLocaleString('en')} spans, ${rounds} rounds\n`)
    printTable(
      ['figure', 'median', 'worst'],
      [
        row(
          'structure through the API, ms',
          reads.map(({ milliseconds }) => milliseconds),
        ),
        row(
          'longest the platform answered nothing else, ms',
          reads.map(({ longest }) => longest),
        ),
        row(
          'structure, MB',
          reads.map((read) => read.bytes / 1e6),
          1,
        ),
        row('structure gzipped, MB', [bytes / 1e6], 1),
        row(
          'JSON.parse, ms',
          reads.map(({ parse }) => parse),
        ),
        row(
          'first spans on the screen after navigation, ms',
          views.map(({ firstPaint }) => firstPaint),
        ),
        row(
          'frame while scrolling, p95, ms',
          views.map(({ frames }) => quantile(frames, 0.95)),
          1,
        ),
        row(
          'frames over 25 ms, of 120',
          views.map(({ frames }) => frames.filter((frame) => frame > 25).length),
        ),
        row(
          "JavaScript's memory of the tab, MB",
          views.map(({ megabytes }) => megabytes),
        ),
      ],
    )
  } finally {
    await browser.close()
    await platform.close()
  }
}

await main()
