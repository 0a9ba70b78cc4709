import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendLog, sendMetric, sendTrace } from './send-telemetry.ts'

const liveWithinMs = 2000

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

describe('what a stock OpenTelemetry SDK sends appears in the console', () => {
  it('shows how to send the first record while there is none', async () => {
    const { page, close } = await openConsole(browser, platform.url, '/')
    await page.waitForURL('**/projects/default/traces*')
    await page.getByText('OTEL_EXPORTER_OTLP_ENDPOINT').or(page.getByText(platform.url)).first().waitFor()
    await close()
  })

  it('lists a trace, opens it, and shows its spans, their attributes and the exception', async () => {
    const { traceId } = await sendTrace(platform.url, 'checkout', 'POST /checkout')
    await platform.stored()
    const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/traces')
    await page.getByRole('row').filter({ hasText: 'POST /checkout' }).first().click()
    await page.waitForURL(`**/projects/default/traces/${traceId}*`)
    for (const name of ['POST /checkout', 'load cart', 'charge card']) {
      await page.getByRole('treeitem').filter({ hasText: name }).first().waitFor()
    }
    await page.getByRole('treeitem').getByText('POST /checkout').first().click()
    await page.getByRole('tab', { name: /attributes/i }).click()
    await page.getByText('9007199254740991').first().waitFor()
    await page.getByRole('treeitem').getByText('charge card').first().click()
    await page.waitForURL(/span=[0-9a-f]{16}/)
    await page.getByRole('tab', { name: /events/i }).click()
    await page.getByText('card declined').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('lists a log record and opens it with all its attributes', async () => {
    await sendLog(platform.url, 'payments', 'payment 4711 was refused by the bank')
    await platform.stored()
    const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/logs')
    await page.getByRole('row').filter({ hasText: 'payment 4711 was refused by the bank' }).first().click()
    await page.getByText('payment.provider').first().waitFor()
    await page.getByText('acme-pay').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('lists a metric and draws it', async () => {
    await sendMetric(platform.url, 'shop', 'shop.orders')
    await platform.stored()
    const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/metrics')
    await page.getByText('shop.orders', { exact: true }).first().waitFor()
    await page.getByText('shop.orders.duration', { exact: true }).first().click()
    await page.waitForURL(/metric=shop\.orders\.duration/)
    await page.locator('canvas').first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('a live tail shows a record within two seconds of its arrival', () => {
  /** Waits until the tail says that it is connected, sends, and waits for the text. */
  async function expectLive(path: string, send: () => Promise<unknown>, text: string): Promise<void> {
    const { page, close } = await openConsole(browser, platform.url, path)
    await page.locator('[role=switch][data-status=live]').waitFor()
    await send()
    await page.getByText(text).first().waitFor({ timeout: liveWithinMs })
    await close()
  }

  it('on the traces page', async () => {
    const name = 'GET /live-trace'
    await expectLive('/projects/default/traces?live=true', () => sendTrace(platform.url, 'live', name), name)
  })

  it('on the logs page, with a filter', async () => {
    const path = '/projects/default/logs?live=true&service=live'
    await sendLog(platform.url, 'other', 'a log that the filter leaves out')
    const { page, close } = await openConsole(browser, platform.url, path)
    await page.locator('[role=switch][data-status=live]').waitFor()
    await sendLog(platform.url, 'other', 'another that the filter leaves out')
    await sendLog(platform.url, 'live', 'a log line of the present')
    await page.getByText('a log line of the present').first().waitFor({ timeout: liveWithinMs })
    expect(await page.getByText('that the filter leaves out').count()).toBe(0)
    await close()
  })

  it('on the metrics page', async () => {
    await sendMetric(platform.url, 'live', 'live.orders')
    await platform.stored()
    const path = '/projects/default/metrics?metric=live.orders&live=true'
    const { page, close } = await openConsole(browser, platform.url, path)
    await page.locator('[role=switch][data-status=live]').waitFor()
    const points = page.getByRole('region', { name: 'Latest points' }).getByRole('row')
    const before = await points.filter({ hasText: 'live' }).count()
    await sendMetric(platform.url, 'live', 'live.orders')
    await points.filter({ hasText: 'live' }).nth(before).waitFor({ timeout: liveWithinMs })
    await close()
  })
})

describe('the address keeps the state of the page', () => {
  it('keeps the filters over a reload, and gives them up with the back button', async () => {
    await sendTrace(platform.url, 'checkout', 'GET /cart')
    await sendTrace(platform.url, 'search', 'GET /search')
    await platform.stored()
    const { page, close } = await openConsole(browser, platform.url, '/projects/default/traces?from=now-1h')
    await page.getByRole('row').filter({ hasText: 'GET /search' }).first().waitFor()
    await page.locator('label').filter({ hasText: 'checkout' }).first().click()
    await page.waitForURL(/query=service:checkout/)
    await page.getByRole('row').filter({ hasText: 'GET /search' }).first().waitFor({ state: 'detached' })
    await page.reload()
    expect(page.url()).toContain('query=service:checkout')
    expect(page.url()).toContain('from=now-1h')
    await page.getByRole('row').filter({ hasText: 'GET /cart' }).first().waitFor()
    expect(await page.getByRole('row').filter({ hasText: 'GET /search' }).count()).toBe(0)
    await page.goBack()
    await page.getByRole('row').filter({ hasText: 'GET /search' }).first().waitFor()
    await close()
  })

  it.each(['traces', 'logs'])(
    'says what is wrong with a search in a link to the %s that was cut, and goes on once it is mended',
    async (list) => {
      const path = `/projects/default/${list}?from=now-1h&query=${encodeURIComponent('(service:checkout')}`
      const { page, complaints, close } = await openConsole(browser, platform.url, path)
      await page.getByText('This search cannot be read: this ( is not closed').waitFor()
      await page.locator('.cm-editor').waitFor()
      await page.getByRole('searchbox').fill('(service:checkout)')
      await page.getByRole('searchbox').press('Enter')
      await page.waitForURL((url) => url.searchParams.get('query') === '(service:checkout)')
      await page.getByText('This search cannot be read').waitFor({ state: 'detached' })
      await page.getByRole('grid').or(page.getByText('match these filters')).or(page.getByRole('row')).first().waitFor()
      expect(complaints).toEqual([])
      await close()
    },
  )
})
