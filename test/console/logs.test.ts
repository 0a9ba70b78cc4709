import type { SpanContext } from '@opentelemetry/api'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { search, untilQuery } from './explorer-page.ts'
import { sendTrace } from './send-telemetry.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser
let run: SpanContext
const logs = '/projects/default/logs?from=now-1h'
const count = 240

/** Every third body is structured; the last record is the newest. */
async function sendLogs(url: string): Promise<void> {
  const start = BigInt(Date.now() - 60_000) * 1_000_000n
  const text = (value: string) => ({ stringValue: value })
  const bodyOf = (index: number) => {
    if (index % 3 !== 0) return text(`step ${index} of the agent is done`)
    const name = index % 2 === 0 ? 'refund' : 'search'
    const tool = { kvlistValue: { values: [{ key: 'name', value: text(name) }] } }
    return {
      kvlistValue: {
        values: [
          { key: 'tool', value: tool },
          { key: 'number', value: { intValue: index } },
        ],
      },
    }
  }
  const logRecords = Array.from({ length: count }, (_, index) => ({
    timeUnixNano: String(start + BigInt(index) * 1_000_000n),
    severityNumber: index % 5 === 0 ? 17 : 9,
    body: bodyOf(index),
    attributes: [{ key: 'step', value: { intValue: index } }],
    traceId: run.traceId,
    spanId: run.spanId,
  }))
  const resource = { attributes: [{ key: 'service.name', value: text('agent') }] }
  const response = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
  })
  expect(response.status).toBe(200)
}

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  run = await sendTrace(platform.url, 'agent', 'POST /run')
  await sendLogs(platform.url)
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

async function on(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const opened = await openConsole(browser, platform.url, path)
  await look(opened.page)
  expect(opened.complaints).toEqual([])
  await opened.close()
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const details = (page: Page) => page.locator('[data-row-detail]')

describe('a log', () => {
  it('opens in place, beside others that are open, by pointer and by keyboard', async () => {
    await on(logs, async (page) => {
      await row(page, 'step 239 of').getByRole('button', { name: 'Open in place' }).click()
      await row(page, 'step 238 of').getByRole('button', { name: 'Open in place' }).click()
      await expect.poll(() => details(page).count()).toBe(2)
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.getByRole('grid').focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowLeft')
      await expect.poll(() => details(page).count()).toBe(1)
      await page.keyboard.press(' ')
      await expect.poll(() => details(page).count()).toBe(2)
      await page.keyboard.press('Enter')
      await page.getByRole('complementary', { name: 'Log record' }).waitFor()
      await page.waitForURL((url) => /^\d+-\d+$/.test(url.searchParams.get('log') ?? ''))
      await page.keyboard.press('Escape')
      await page.waitForURL((url) => !url.searchParams.has('log'))
    })
  })

  it('with a structured body is a tree, whose values filter the list and become columns', async () => {
    await on(`${logs}&query=body.tool:*`, async (page) => {
      await row(page, '"number":237').getByRole('button', { name: 'Open in place' }).click()
      const tree = details(page).getByRole('region', { name: 'Body' })
      await tree.getByText('number').waitFor()
      await tree.getByText('search').hover()
      await tree.getByRole('button', { name: 'Show name as a column' }).click()
      await page.getByRole('columnheader', { name: 'body.tool.name' }).waitFor()
      await tree.getByText('search').hover()
      await tree.getByRole('button', { name: 'Filter by name' }).click()
      await untilQuery(page, 'body.tool:* body.tool.name:search')
      await page.getByText('40 logs loaded').waitFor()
      await details(page).getByText('Raw').click()
      await details(page).getByText('{"tool":{"name":"search"}').waitFor()
    })
  })

  it('stands among those before and after it, at an address of its own', async () => {
    await on(`${logs}&query="step 100"`, async (page) => {
      await row(page, 'step 100 of').click()
      await page.getByRole('link', { name: 'Before and after' }).click()
      const list = page.getByRole('list', { name: 'Logs before and after' })
      await list.locator('[aria-current="true"]').filter({ hasText: 'step 100 of' }).waitFor()
      await expect.poll(() => list.getByRole('listitem').count()).toBe(51)
      await page.getByRole('button', { name: 'Load more before' }).click()
      await expect.poll(() => list.getByRole('listitem').count()).toBe(101)
      await page.getByRole('button', { name: 'Load more after' }).click()
      await expect.poll(() => list.getByRole('listitem').count()).toBe(151)
      expect(
        await list.locator('[aria-current="true"]').evaluate((row) => row.getBoundingClientRect().top),
      ).toBeGreaterThan(0)
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.getByRole('radio', { name: 'Trace' }).click()
      await page.waitForURL((url) => url.searchParams.get('of') === 'trace')
      await page.reload()
      await list.getByText('this log').waitFor()
    })
  })
})

describe('the list of logs', () => {
  it('wraps long lines and comes closer, and stays so', async () => {
    await on(logs, async (page) => {
      const height = () => row(page, 'step 239 of').evaluate((element) => element.getBoundingClientRect().height)
      await row(page, 'step 239 of').waitFor()
      expect(await height()).toBe(28)
      await page.getByRole('button', { name: 'Display' }).click()
      await page.getByRole('menuitemradio', { name: 'Compact' }).click()
      await expect.poll(height).toBe(24)
      await page.getByRole('menu').waitFor({ state: 'detached' })
      await page.keyboard.press('w')
      await page.reload()
      await expect.poll(height).toBeGreaterThan(24)
    })
  })

  it('is downloaded with its progress, and a download can be cancelled', async () => {
    await on(logs, async (page) => {
      await row(page, 'step 239 of').waitFor()
      // A dialog of the system asks for the place; where there is none, the browser saves it by itself.
      await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
      await page.getByRole('button', { name: 'Share and download' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: 'Download JSON lines' }).click()
      await download
      const dialog = page.getByRole('dialog')
      await dialog.getByText('All logs are saved').waitFor()
      await dialog.getByText(`${count} logs`).waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Close' }).last().click()
    })
  })

  it('is downloaded no further once the download is cancelled', async () => {
    await on(logs, async (page) => {
      await row(page, 'step 239 of').waitFor()
      await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
      // The answer is the server's own, on a line that is so slow that it is still under way.
      const line = await page.context().newCDPSession(page)
      await line.send('Network.enable')
      const slow = { offline: false, latency: 0, downloadThroughput: 500, uploadThroughput: -1 }
      await line.send('Network.emulateNetworkConditions', slow)
      const begun = page.waitForResponse((response) => response.url().includes('/logs/download'))
      const ended = page.waitForEvent('requestfailed', (request) => request.url().includes('/logs/download'))
      await page.getByRole('button', { name: 'Share and download' }).click()
      await page.getByRole('menuitem', { name: 'Download CSV' }).click()
      expect((await begun).status()).toBe(200)
      const dialog = page.getByRole('dialog')
      await dialog.getByText('Downloading logs').waitFor()
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await dialog.waitFor({ state: 'detached' })
      expect((await ended).failure()?.errorText).toBe('net::ERR_ABORTED')
    })
  })

  it('is drawn closer by a drag over its histogram, and back by the back button', async () => {
    await on(logs, async (page) => {
      await row(page, 'step 239 of').waitFor()
      const box = await page.getByRole('slider', { name: 'logs over time' }).boundingBox()
      if (!box) throw new Error('the histogram has no place')
      const across = async (from: number, to: number) => {
        await page.mouse.move(box.x + box.width * from, box.y + box.height / 2)
        await page.mouse.down()
        await page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 5 })
        await page.mouse.up()
      }
      await across(0.2, 0.6)
      await page.waitForURL((url) => /^\d{4}-/.test(url.searchParams.get('from') ?? ''))
      const { searchParams } = new URL(page.url())
      const width = Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')
      expect(width / 60_000).toBeGreaterThan(20)
      expect(width / 60_000).toBeLessThan(28)
      await row(page, 'step 239 of').waitFor({ state: 'detached' })
      await page.goBack()
      await page.waitForURL((url) => url.searchParams.get('from') === 'now-1h')
      await row(page, 'step 239 of').waitFor()
    })
  })

  it('is the same again after a walk to the trace of a record and back', async () => {
    await on(logs, async (page) => {
      await search(page, 'severity:error agent')
      await untilQuery(page, 'severity:error agent')
      await row(page, 'step 239 of').waitFor({ state: 'detached' })
      await row(page, 'step 215 of').waitFor()
      const list = await page.getByRole('row').allTextContents()
      const left = page.url()
      await row(page, 'step 215 of').getByRole('link', { name: 'Open its trace' }).click()
      await page.waitForURL(new RegExp(`/traces/${run.traceId}`))
      await page.goBack()
      await row(page, 'step 215 of').waitFor()
      expect(page.url()).toBe(left)
      expect(await page.getByRole('searchbox').textContent()).toBe('severity:error agent')
      expect(await page.getByRole('row').allTextContents()).toEqual(list)
    })
  })
})
