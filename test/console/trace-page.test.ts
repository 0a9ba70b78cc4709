import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { largeTraceSpanId } from '../fixtures/large-trace.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import type { ConsolePage } from './console-page.ts'
import { sendTrace } from './send-telemetry.ts'
import { seriousFindings } from './serious-findings.ts'
import { inAddress, postOtlp, sendLargeTrace, withTracePage } from './trace-page.ts'

const startUnixNano = BigInt(Date.now() - 120_000) * 1_000_000n
const middle = { traceId: '2'.repeat(32), spans: 500, startUnixNano, lengthNanoseconds: 4e9, seed: 2 }
const similar = { ...middle, traceId: '3'.repeat(32), spans: 480, seed: 3 }

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  for (const options of [middle, similar]) await sendLargeTrace(platform.url, options)
  await sendTrace(platform.url, 'checkout', 'POST /checkout')
  await platform.stored()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

const withTrace = (traceId: string, query: string, look: (opened: ConsolePage) => Promise<void>) =>
  withTracePage({ browser, url: platform.url, traceId, query }, look)

const spansShown = (page: Page) => page.getByRole('treeitem')

describe('the waterfall', () => {
  it('folds by level, finds, goes from error to error, and keeps it all in the address', async () => {
    await withTrace(middle.traceId, '', async ({ page }) => {
      await page.getByText('500 spans').waitFor()
      await page.keyboard.press('{')
      await inAddress(page, 'depth', '0')
      await expect.poll(() => spansShown(page).count()).toBe(1)
      await page.keyboard.press(']')
      await inAddress(page, 'depth', '1')
      await page.getByText('14 of 500 rows').waitFor()
      await page.keyboard.press('e')
      await page.keyboard.press('Enter')
      await page.getByRole('complementary', { name: 'Span' }).getByText('failed').first().waitFor()
      await page.keyboard.press('/')
      // In one go: Next writes addresses of a moment ago again while one types, and this one is loaded again.
      await page.keyboard.insertText('publish')
      await inAddress(page, 'find', 'publish')
      await page.reload()
      await page.getByRole('complementary', { name: 'Span' }).waitFor()
      expect(await page.getByRole('searchbox', { name: 'Find spans' }).inputValue()).toBe('publish')
    })
  })

  it('marks the critical path, and shows it alone', async () => {
    await withTrace(middle.traceId, '', async ({ page }) => {
      await page.keyboard.press('c')
      await inAddress(page, 'path', 'marked')
      await page.locator('[data-critical]').first().waitFor()
      await page.keyboard.press('c')
      await inAddress(page, 'path', 'alone')
      await page.getByText(/\d+ of 500 rows/).waitFor()
      await page.keyboard.press('c')
      await inAddress(page, 'path', null)
    })
  })

  it('draws idle times narrow, zooms by keys, and keeps the zoom in the address', async () => {
    await withTrace(middle.traceId, '', async ({ page }) => {
      await page.getByRole('button', { name: 'Compress gaps' }).click()
      await inAddress(page, 'compress', 'true')
      await page.getByTitle('in which nothing happened').first().waitFor()
      await page.keyboard.press('+')
      await page.waitForURL(/zoom=\d+~\d+/)
      await page.keyboard.press('0')
      await inAddress(page, 'zoom', null)
    })
  })

  it('colours by kind and by any attribute', async () => {
    await withTrace(middle.traceId, '', async ({ page }) => {
      await page.keyboard.press('b')
      await inAddress(page, 'color', 'kind')
      await page.getByRole('list', { name: 'Colours' }).getByText('server').waitFor()
      await page.getByRole('button', { name: 'Colour by' }).click()
      await page.getByRole('searchbox', { name: 'Attribute to colour by' }).fill('tenant')
      await page.getByRole('button', { name: 'app.tenant' }).click()
      await page.getByRole('list', { name: 'Colours' }).getByText('tenant-3').waitFor()
    })
  })

  it('shows log records between the spans, and opens those of a span', async () => {
    const spanId = largeTraceSpanId(1)
    const record = {
      timeUnixNano: String(startUnixNano + 5_000_000n),
      severityNumber: 17,
      severityText: 'ERROR',
      body: { stringValue: 'a record between spans' },
      traceId: middle.traceId,
      spanId,
    }
    await postOtlp(platform.url, 'logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] })
    const logs = `${platform.url}/api/projects/default/logs?traceId=${middle.traceId}`
    await expect.poll(async () => (await fetch(logs)).text()).toContain('a record between spans')
    await withTrace(middle.traceId, '?records=true', async ({ page }) => {
      await page.getByRole('tree').getByText('a record between spans').click()
      await inAddress(page, 'span', spanId)
      await inAddress(page, 'tab', 'logs')
    })
  })
})

describe('the views of a trace', () => {
  it('are reached by the keyboard one after the other, without a complaint', async () => {
    await withTrace(middle.traceId, '', async ({ page }) => {
      for (const view of ['flame', 'lanes', 'table', 'conversation', 'map', 'errors', 'logs', 'compare']) {
        await page.keyboard.press('v')
        await inAddress(page, 'view', view)
        await page.locator(`[role=tabpanel] > *`).first().waitFor()
      }
      await page.keyboard.press('v')
      await inAddress(page, 'view', null)
    })
  })

  it('moves through the flame graph by the arrow keys and opens a span', async () => {
    await withTrace(middle.traceId, '?view=flame', async ({ page }) => {
      await page.getByRole('region', { name: 'Flame graph' }).locator('canvas').waitFor()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('z')
      await page.waitForURL(/zoom=\d+~\d+/)
      await page.keyboard.press('Enter')
      await inAddress(page, 'span', largeTraceSpanId(1))
    })
  })

  it('orders spans by a column, by name and one by one', async () => {
    await withTrace(middle.traceId, '?view=table', async ({ page }) => {
      const first = page.getByRole('table', { name: 'Spans' }).getByRole('row').nth(1)
      await first.getByText('POST /batch').waitFor()
      await page.getByRole('radio', { name: 'Spans' }).click()
      await inAddress(page, 'grouped', 'false')
      await page.getByRole('button', { name: 'Duration' }).click()
      await inAddress(page, 'sort', 'duration')
      await first.getByText('4.00 s').waitFor()
    })
  })

  it('holds a trace against one that began with the same span', async () => {
    await withTrace(middle.traceId, '?view=compare', async ({ page }) => {
      await page.getByRole('listitem').getByText('480 spans').click()
      await inAddress(page, 'with', similar.traceId)
      await page.locator('[data-change=removed]').first().waitFor()
      await page.getByRole('button', { name: 'Show all paths' }).click()
      await page.locator('[data-change=same]').getByText('POST /batch').waitFor()
    })
  })
})

describe('the span panel', () => {
  it('leads to spans with an attribute, without it, and grouped by it', async () => {
    await withTrace(middle.traceId, `?span=${largeTraceSpanId(1)}&tab=attributes`, async ({ page }) => {
      const link = (name: string) => page.getByRole('link', { name: `${name}: app.tenant` })
      expect(await link('Spans with this value').getAttribute('href')).toContain('query=app.tenant%3Atenant-1')
      expect(await link('Spans without this value').getAttribute('href')).toContain('query=-app.tenant%3Atenant-1')
      await link('Group spans by this attribute').click()
      await page.waitForURL(/view=groups.*groupBy=app\.tenant/)
    })
  })
})

describe('what a trace shows is readable for everybody', () => {
  it.each([
    '',
    '&path=marked',
    '&view=flame',
    '&view=lanes',
    '&view=table',
    '&view=conversation',
    '&view=map',
    '&view=errors',
    '&view=compare',
  ])('axe finds nothing serious at ?%s', async (query) => {
    await withTrace(middle.traceId, `?span=${largeTraceSpanId(1)}${query}`, async ({ page }) => {
      await page.getByRole('complementary', { name: 'Span' }).getByText('Self time').waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })
})
