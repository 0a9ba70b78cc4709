import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { search, untilQuery } from './explorer-page.ts'
import { sendMetrics } from './send-metrics.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  await sendMetrics(platform.url, { minutes: 90, explodingSeries: 1200, traceIds: [] })
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

async function on(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openConsole(browser, platform.url, `/projects/default/metrics?${path}`)
  await look(page)
  expect(complaints).toEqual([])
  await close()
}

const legend = (page: Page) => page.getByRole('region', { name: 'Legend' })
const parts = (page: Page) =>
  new URL(page.url()).searchParams.getAll('q').map((text) => JSON.parse(text) as Record<string, unknown>)
const until = (page: Page, name: string, value: string | null) =>
  page.waitForURL((url) => url.searchParams.get(name) === value)

describe('the catalogue', () => {
  it('is searched and walked by keyboard, and says which key makes the series', async () => {
    await on('from=now-3h', async (page) => {
      await page.getByRole('row').filter({ hasText: 'rpc.client.latency' }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('users did')
      await page.keyboard.press('Enter')
      await page.getByRole('row').filter({ hasText: 'rpc.client.latency' }).waitFor({ state: 'detached' })
      await page.keyboard.press('Escape')
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await until(page, 'metric', 'shop.user.actions')
      const panel = page.getByRole('complementary', { name: 'shop.user.actions' })
      await panel.getByText('1,200 values and makes').waitFor()
      await panel.getByText('1,200 series').waitFor()
      await panel.locator('canvas').waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })

  it('is searched in the language of records, and what is found is shown and explored alone', async () => {
    await on('from=now-3h', async (page) => {
      const list = page.getByRole('grid', { name: 'Metrics' })
      await search(page, 'service:checkout metric_type:sum http.route:/cart')
      await untilQuery(page, 'service:checkout metric_type:sum http.route:/cart')
      await list.getByRole('row').filter({ hasText: 'rpc.client.latency' }).waitFor({ state: 'detached' })
      await list.getByRole('row').filter({ hasText: 'http.server.requests' }).click()
      const panel = page.getByRole('complementary', { name: 'http.server.requests' })
      await panel.locator('canvas').waitFor()
      await page.getByRole('button', { name: 'Explore' }).click()
      await legend(page).getByText('1 series').waitFor()
      expect(parts(page)[0]?.filter).toBe('service:checkout metric_type:sum http.route:/cart')
      await page.goBack()
      await search(page, 'metric_type:loud')
      await page.getByText('metric_type has no such value').waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
      await search(page, 'service:nowhere')
      await page.getByRole('button', { name: 'Clear filters' }).click()
      await untilQuery(page, '')
    })
  })

  it('is a map whose tiles open their metric, which then is explored', async () => {
    await on('from=now-3h', async (page) => {
      await page.getByRole('radio', { name: 'By samples' }).click()
      await until(page, 'map', 'samples')
      await page.getByRole('button', { name: /^http\.server\.requests: .* samples\/s/ }).click()
      await until(page, 'metric', 'http.server.requests')
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.getByRole('button', { name: 'Explore' }).click()
      await legend(page).getByText('1 series').waitFor()
      expect(parts(page)).toEqual([{ id: 'A', metric: 'http.server.requests', type: 'sum' }])
      await page.goBack()
      await page.getByRole('complementary', { name: 'http.server.requests' }).waitFor()
    })
  })
})
