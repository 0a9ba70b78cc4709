import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largeTraceSpanId } from '../fixtures/large-trace.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import type { ConsolePage } from './console-page.ts'
import { sendSpanEnd, sendSpanStart, spanStarting } from './send-running.ts'
import { dragOver, inAddress, postOtlp, sendLargeTrace, withTracePage } from './trace-page.ts'

const startedAt = Date.now() - 120_000
const startUnixNano = BigInt(startedAt) * 1_000_000n
// Two more spans follow: one after a pause, and one that runs.
const large = { traceId: '1'.repeat(32), spans: 99_998, startUnixNano }
const similar = { traceId: '3'.repeat(32), spans: 480, startUnixNano, lengthNanoseconds: 4e9, seed: 3 }
const root = {
  ...spanStarting('gateway', 'POST /batch', { millisecondsAgo: 120_000 }),
  traceId: large.traceId,
  spanId: largeTraceSpanId(0),
}

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  await sendLargeTrace(platform.url, similar)
  await sendLargeTrace(platform.url, large)
  const late = { ...spanStarting('ledger', 'late step', { parent: root, millisecondsAgo: 0 }) }
  late.startTimeUnixNano = startUnixNano + 70_000_000_000n
  await sendSpanEnd(platform.url, late, { milliseconds: 1_000 })
  await sendLogAndMetric()
  await platform.stored()
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

/** Both belong to the second span of the trace. */
async function sendLogAndMetric(): Promise<void> {
  const ids = { traceId: large.traceId, spanId: largeTraceSpanId(1) }
  const timeUnixNano = String(startUnixNano + 5_000_000n)
  const body = { stringValue: 'a record between spans' }
  await postOtlp(platform.url, 'logs', {
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ ...ids, timeUnixNano, severityNumber: 17, body }] }] }],
  })
  const point = {
    startTimeUnixNano: String(startUnixNano),
    timeUnixNano,
    count: '1',
    sum: 0.9,
    explicitBounds: [0.1, 1],
    bucketCounts: ['0', '1', '0'],
    exemplars: [{ ...ids, timeUnixNano, asDouble: 0.9 }],
  }
  const metric = { name: 'batch.duration', unit: 's', histogram: { aggregationTemporality: 1, dataPoints: [point] } }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'gateway' } }] }
  await postOtlp(platform.url, 'metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [metric] }] }] })
}

const withLarge = (query: string, look: (opened: ConsolePage) => Promise<void>) =>
  withTracePage({ browser, url: platform.url, traceId: large.traceId, query }, look)

const spansShown = (page: Page) => page.getByRole('treeitem')
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Span' })
const untilWhole = (page: Page) => page.getByText('99,999 spans').waitFor()
const theWhole = /\/structure$/

describe('the first spans of a large trace', () => {
  it('show before all are here, uncounted, and stay where they are when the others come', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    const answering = new AbortController()
    await page.route(theWhole, async (route) => {
      await once(answering.signal, 'abort')
      await route.continue()
    })
    await page.goto(`${platform.url}/projects/default/traces/${large.traceId}`)
    await spansShown(page).first().waitFor()
    await page.getByText('reading all of them').waitFor()
    const text = await spansShown(page).nth(5).textContent()
    expect(await page.getByText('99,999 spans').count()).toBe(0)
    expect(await page.getByText(/[\d.k]+ errors/).count()).toBe(0)
    await page.keyboard.press('v')
    await page.getByRole('tabpanel').getByText('Loading').waitFor()
    await page.keyboard.press('V')
    answering.abort()
    await untilWhole(page)
    expect(await spansShown(page).nth(5).textContent()).toBe(text)
    await context.close()
  })

  it('are no trace alone: the page says so when the others cannot be read', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.route(theWhole, (route) => route.abort())
    await page.goto(`${platform.url}/projects/default/traces/${large.traceId}`)
    await page.getByText('The trace could not be read').waitFor()
    expect(await spansShown(page).count()).toBe(0)
    await page.unroute(theWhole)
    await page.getByRole('button', { name: /again/i }).click()
    await untilWhole(page)
    await context.close()
  })
})

describe('the waterfall of 100 000 spans', () => {
  it('goes to the last span and holds few rows, folds by level, and finds one span after the other', async () => {
    await withLarge('', async ({ page }) => {
      await untilWhole(page)
      await page.keyboard.press('End')
      await spansShown(page).last().getByText('late step').waitFor()
      expect(await spansShown(page).count()).toBeLessThan(120)
      await page.keyboard.press('{')
      await inAddress(page, 'depth', '0')
      await expect.poll(() => spansShown(page).count()).toBe(1)
      await page.keyboard.press(']')
      await page.getByText('252 of 99,999 rows').waitFor()
      await page.keyboard.press('}')
      await inAddress(page, 'depth', null)
      await page.keyboard.press('/')
      await page.keyboard.insertText('late step')
      await page.keyboard.press('Enter')
      await page.getByText('1 / 1', { exact: true }).waitFor()
      await inAddress(page, 'find', 'late step')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      await page.keyboard.press('e')
      await page.keyboard.press('Enter')
      await panelOf(page).getByText('failed').first().waitFor()
    })
  })

  it('marks the critical path, draws idle times narrow, and zooms by the overview and by keys', async () => {
    await withLarge('', async ({ page }) => {
      await untilWhole(page)
      await page.keyboard.press('c')
      await page.locator('[data-critical]').first().waitFor()
      await page.keyboard.press('c')
      await page.getByText(/^[\d,]+ of 99,999 rows$/).waitFor()
      await page.keyboard.press('c')
      await inAddress(page, 'path', null)
      await page.keyboard.press('i')
      await inAddress(page, 'compress', 'true')
      await page.getByTitle('in which nothing happened').first().waitFor()
      const overview = page.getByRole('img', { name: 'Overview of the trace' })
      await dragOver(page, overview, 0.2, 0.4)
      await page.waitForURL(/zoom=\d+~\d+/)
      const zoom = new URL(page.url()).searchParams.get('zoom')
      await page.keyboard.press('+')
      await page.waitForURL((url) => url.searchParams.get('zoom') !== zoom)
      await overview.dblclick()
      await inAddress(page, 'zoom', null)
    })
  })

  it('colours by kind, and by the values of an attribute', async () => {
    await withLarge('', async ({ page }) => {
      await untilWhole(page)
      const colors = page.getByRole('list', { name: 'Colours' })
      await page.keyboard.press('b')
      await colors.getByText('server').waitFor()
      await page.getByRole('button', { name: 'Colour by' }).click()
      await page.getByRole('searchbox', { name: 'Attribute to colour by' }).fill('tenant')
      await page.getByRole('button', { name: 'app.tenant' }).click()
      await inAddress(page, 'color', 'app.tenant')
      await colors.getByText('tenant-3').waitFor()
    })
  })

  it('has log records between its spans, and leads from one to its span', async () => {
    await withLarge('?records=true', async ({ page }) => {
      await page.getByRole('tree').getByText('a record between spans').click()
      await inAddress(page, 'span', largeTraceSpanId(1))
      await inAddress(page, 'tab', 'logs')
    })
  })
})

describe('the other views of 100 000 spans', () => {
  it('are moved in by the keyboard, as a flame graph and by service', async () => {
    await withLarge('?view=flame', async ({ page }) => {
      await page.getByRole('region', { name: 'Flame graph' }).locator('canvas').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('z')
      await page.waitForURL(/zoom=\d+~\d+/)
      await page.keyboard.press('Enter')
      await inAddress(page, 'span', largeTraceSpanId(1))
      await page.keyboard.press('Escape')
      await inAddress(page, 'span', null)
      await page.keyboard.press('v')
      await inAddress(page, 'view', 'lanes')
      await page.getByRole('region', { name: 'Spans by service' }).locator('canvas').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await panelOf(page).waitFor()
    })
  })

  it('tell self times by name and span by span, and the calls between services', async () => {
    await withLarge('?view=table', async ({ page }) => {
      const rows = page.getByRole('table', { name: 'Spans' }).getByRole('row')
      await rows.nth(1).waitFor()
      await page.getByRole('columnheader', { name: 'Self time' }).waitFor()
      await page.getByRole('radio', { name: 'Spans' }).click()
      await inAddress(page, 'grouped', 'false')
      await page.getByRole('button', { name: 'Duration' }).click()
      await inAddress(page, 'sort', 'duration')
      await rows.nth(1).getByText('POST /batch').waitFor()
      await page.getByRole('tab', { name: 'Map' }).click()
      const calls = page.getByRole('table', { name: 'Calls between services' })
      await calls.getByText('checkout').first().waitFor()
    })
  })

  it('list errors, and lead to what a span recorded and to the spans it links to', async () => {
    await withLarge('?view=errors', async ({ page }) => {
      await page.getByRole('list', { name: 'Errors' }).getByRole('button').first().click()
      await panelOf(page).getByRole('tab', { name: 'Events' }).click()
      await panelOf(page).getByRole('heading', { name: 'TimeoutError' }).waitFor()
    })
    await withLarge(`?span=${largeTraceSpanId(499)}&tab=links`, async ({ page }) => {
      await panelOf(page).getByText('in this trace').click()
      await inAddress(page, 'span', largeTraceSpanId(99))
    })
  })

  it('hold it against a trace that began with the same span', async () => {
    await withLarge('?view=compare', async ({ page }) => {
      await page.getByRole('listitem').getByText('480 spans').click()
      await inAddress(page, 'with', similar.traceId)
      await page.locator('[data-change]').first().waitFor()
    })
  })
})

describe('a span of 100 000', () => {
  it('leads to spans with its attribute, without it and grouped by it, colours by it, and is copied', async () => {
    await withLarge(`?span=${largeTraceSpanId(1)}&tab=attributes`, async ({ page }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      const link = (name: string) => page.getByRole('link', { name: `${name}: app.tenant` })
      expect(await link('Spans with this value').getAttribute('href')).toContain('query=app.tenant%3Atenant-1')
      expect(await link('Spans without this value').getAttribute('href')).toContain('query=-app.tenant%3Atenant-1')
      await page.getByRole('definition').filter({ hasText: 'tenant-1' }).getByRole('button', { name: 'Copy' }).click()
      await page.getByText('Value copied', { exact: true }).waitFor()
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('tenant-1')
      await page.getByRole('button', { name: 'Colour the trace by app.tenant' }).click()
      await inAddress(page, 'color', 'app.tenant')
      await link('Group spans by this attribute').click()
      await page.waitForURL(/view=groups.*groupBy=app\.tenant/)
    })
  })

  it('shows the metric that it was measured by, with its dot', async () => {
    await withLarge(`?span=${largeTraceSpanId(1)}&tab=metrics`, async ({ page }) => {
      await panelOf(page).getByText('batch.duration').first().waitFor()
      await panelOf(page).locator('[data-chart]').first().waitFor()
    })
  })
})

describe('all of 100 000 spans', () => {
  it('are downloaded as OTLP/JSON', async () => {
    await withLarge('', async ({ page }) => {
      const downloading = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Download as OTLP/JSON' }).click()
      const text = await readFile(await (await downloading).path(), 'utf8')
      const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] }
      const counts = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.map(({ spans }) => spans.length))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(99_999)
    })
  })

  // The last: from here on the trace runs.
  it('have one among them that runs, and are said to', async () => {
    await sendSpanStart(platform.url, spanStarting('ledger', 'running step', { parent: root, millisecondsAgo: 5_000 }))
    await platform.stored()
    await withLarge('', async ({ page }) => {
      await page.getByText('100,000 spans').waitFor()
      await page.getByText('running', { exact: true }).first().waitFor()
      await page.keyboard.press('End')
      await spansShown(page).last().getByText('running step').waitFor()
    })
  })
})
