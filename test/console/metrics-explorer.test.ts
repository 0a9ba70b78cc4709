import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendMetrics } from './send-metrics.ts'
import { sendTrace } from './send-telemetry.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser
let traceId: string

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  ;({ traceId } = await sendTrace(platform.url, 'checkout', 'POST /checkout'))
  await sendMetrics(platform.url, { minutes: 90, explodingSeries: 1200, traceIds: [traceId] })
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

async function on(search: string, look: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints, close } = await openConsole(browser, platform.url, `/projects/default/metrics?${search}`)
  await look(page)
  expect(complaints).toEqual([])
  await close()
}

const part = (query: object) => `&q=${encodeURIComponent(JSON.stringify(query))}`
const requests = { id: 'A', metric: 'http.server.requests', type: 'sum', groupBy: ['http.route'] }
const durations = { id: 'A', metric: 'http.server.request.duration', type: 'histogram' }
const legend = (page: Page) => page.getByRole('region', { name: 'Legend' })
const parts = (page: Page) =>
  new URL(page.url()).searchParams.getAll('q').map((text) => JSON.parse(text) as Record<string, unknown>)
const until = (page: Page, name: string, value: string | null) =>
  page.waitForURL((url) => url.searchParams.get(name) === value)

async function choose(page: Page, label: string | RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function pickMetric(page: Page, letter: string, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Metric of ${letter}:`) }).click()
  await page.getByRole('combobox', { name: 'Search metrics' }).fill(name)
  await page.getByRole('option', { name, selected: true }).waitFor()
  await page.keyboard.press('Enter')
}

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

describe('the explorer', () => {
  it('draws two queries and a formula of them, and all of it comes back with the address', async () => {
    await on('from=now-1h&view=explore', async (page) => {
      await pickMetric(page, 'A', 'http.server.requests')
      await page.getByRole('searchbox', { name: 'Filter of A' }).fill('http.response.status_code:500')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'Query', exact: true }).click()
      await pickMetric(page, 'B', 'http.server.requests')
      for (const letter of ['A', 'B']) {
        await page.getByRole('button', { name: `Group ${letter} by nothing` }).click()
        await page.getByRole('button', { name: /^service\.name/ }).click()
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'Formula', exact: true }).click()
      await page.getByRole('textbox', { name: 'Formula F1' }).fill('A / C')
      await page.getByText('No query is called C').waitFor()
      await page.getByRole('textbox', { name: 'Formula F1' }).fill('A / B * 100')
      await page.keyboard.press('Enter')
      await choose(page, 'Unit of F1', '%')
      await page.getByRole('button', { name: 'Hide query B' }).click()
      await legend(page).getByText('6 series').waitFor()
      const ratio = legend(page).getByRole('row').filter({ hasText: 'F1 · checkout' })
      expect(await ratio.getByRole('cell').nth(4).textContent()).toMatch(/^0\.[67]\d* %$/)
      await page.getByRole('textbox', { name: 'Formula F1' }).focus()
      await page.keyboard.press('Alt+ArrowUp')
      await page.waitForURL((url) => JSON.parse(url.searchParams.getAll('q')[1] ?? '{}').id === 'F1')
      const before = { url: page.url(), parts: parts(page) }
      await page.reload()
      await legend(page).getByText('6 series').waitFor()
      expect({ url: page.url(), parts: parts(page) }).toEqual(before)
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })

  it('takes any quantile of a histogram, and shows its measurements as a heatmap', async () => {
    await on(`from=now-1h${part(durations)}`, async (page) => {
      await choose(page, 'Aggregation of A', 'other quantile…')
      await page.getByLabel('Percent of the values below').fill('99.9')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'p99.9 of http.server.request.duration' }).waitFor()
      await page.getByRole('radio', { name: 'Heatmap' }).click()
      const heatmap = page.getByRole('application', { name: /^Measurements of http\.server\.request\.duration/ })
      await heatmap.focus()
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('ArrowUp')
      await page.getByText('5 ms – 10 ms').first().waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })

  it('draws the largest series only, says how many there are, and compares with the time before', async () => {
    const actions = { id: 'A', metric: 'shop.user.actions', type: 'gauge', groupBy: ['user.id'] }
    await on(`from=now-1h${part(actions)}`, async (page) => {
      await page.getByText('20 of 1,200 are shown').waitFor()
      await choose(page, 'Series of A', 'top 3')
      await legend(page).getByText('3 series').waitFor()
      await choose(page, 'Measure for A', 'max')
      await page.waitForURL(() => parts(page)[0]?.by === 'max')
      await legend(page).getByText('3 series').waitFor()
    })
    await on(`from=now-30m${part({ ...requests, groupBy: ['service.name'] })}`, async (page) => {
      await choose(page, 'Compare with', 'the hour before')
      await legend(page).getByRole('button', { name: 'checkout, an hour before' }).waitFor()
      await legend(page).getByText('6 series').waitFor()
    })
  })

  it('completes keys and values of a filter by what series of the metric have, with how many', async () => {
    await on(`from=now-1h${part({ id: 'A', metric: 'http.server.requests', type: 'sum' })}`, async (page) => {
      await page.locator('.cm-editor').waitFor()
      const filter = page.getByRole('searchbox', { name: 'Filter of A' })
      await filter.click()
      await page.keyboard.type('http.r')
      const option = (name: RegExp) => page.getByRole('option', { name })
      await option(/^http\.route/).waitFor()
      expect(await option(/user\.id/).count()).toBe(0)
      await option(/^http\.route/).click()
      await option(/^\/cart.*\d/).waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
      await option(/^\/cart/).click()
      await page.keyboard.press('Enter')
      await page.waitForURL(() => parts(page)[0]?.filter === 'http.route:/cart')
      await legend(page).getByText('1 series').waitFor()
    })
  })

  it('says what is wrong with a filter, and lets go of one that leaves nothing', async () => {
    await on(`from=now-1h${part(requests)}`, async (page) => {
      const filter = page.getByRole('searchbox', { name: 'Filter of A' })
      await filter.fill('service:(checkout')
      await filter.press('Enter')
      await page
        .getByRole('status')
        .filter({ hasText: /is not closed/ })
        .waitFor()
      expect(await filter.getAttribute('aria-invalid')).toBe('true')
      expect(parts(page)[0]?.filter).toBe(undefined)
      await filter.fill('service:nowhere')
      await filter.press('Enter')
      await page.getByText('Nothing to draw in this time range.').waitFor()
      expect(await page.getByRole('button', { name: 'Show that hour' }).count()).toBe(0)
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.getByRole('button', { name: 'Remove its filter' }).click()
      await legend(page).getByText('4 series').waitFor()
    })
  })

  it('hides and isolates lines by pointer and keyboard, and remembers it in the address', async () => {
    await on(`from=now-1h${part(requests)}`, async (page) => {
      const line = (name: string) => legend(page).getByRole('button', { name, exact: true })
      await line('/cart').click()
      await page.waitForURL((url) => url.searchParams.getAll('only').length === 1)
      await legend(page).getByText('3 hidden').waitFor()
      await line('/cart').click()
      await page.waitForURL((url) => !url.searchParams.has('only'))
      await line('/search').click({ modifiers: ['Alt'] })
      await page.waitForURL((url) => url.searchParams.has('hide'))
      await line('/cart').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('h')
      await page.waitForURL((url) => url.searchParams.getAll('hide').length === 2)
      await page.reload()
      await legend(page).getByText('2 hidden').waitFor()
      await legend(page).getByRole('button', { name: 'Show all' }).click()
      await page.waitForURL((url) => !url.searchParams.has('hide'))
    })
  })

  it('draws areas, bars, values and a table, with a threshold on all of them', async () => {
    await on(`from=now-1h${part(requests)}`, async (page) => {
      await page.getByRole('button', { name: 'Thresholds' }).click()
      await page.getByRole('button', { name: 'Threshold', exact: true }).click()
      await page.getByLabel('Value of threshold 1').fill('12')
      await page.getByLabel('Label of threshold 1').fill('objective')
      await until(page, 'threshold', '12:error:above:A:objective')
      await page.keyboard.press('Escape')
      for (const kind of ['Area', 'Bars']) {
        await page.getByRole('radio', { name: kind }).click()
        await until(page, 'chart', kind.toLowerCase())
        await page.locator('[data-chart] canvas').waitFor()
      }
      await page.getByRole('radio', { name: 'Stat' }).click()
      await page.getByRole('list', { name: 'Values' }).getByText('/checkout').waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.getByRole('radio', { name: 'Table' }).click()
      const table = page.getByRole('grid', { name: 'Values of the series' })
      await table.getByRole('button', { name: 'max' }).click()
      await table.getByRole('row').nth(1).filter({ hasText: '/cart' }).waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })

  it('is kept as CSV, as an image, as a command and as a view', async () => {
    await on(`from=now-1h${part(requests)}`, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await legend(page).getByText('4 series').waitFor()
      const save = async (item: string) => {
        await page.getByRole('button', { name: 'Share and download' }).click()
        const download = page.waitForEvent('download')
        await page.getByRole('menuitem', { name: item }).click()
        return download
      }
      const rows = (await textOf(await save('Download CSV'))).split('\r\n')
      expect(rows[0]).toBe('time,/cart,/checkout,/search,/agents/{id}/runs')
      expect(rows.at(-10)).toMatch(/^\d{4}-.*Z,\d+\.\d+,/)
      expect((await textOf(await save('Download PNG'))).slice(1, 4)).toBe('PNG')
      await page.getByRole('button', { name: 'Share and download' }).click()
      await page.getByRole('menuitem', { name: 'Copy as curl' }).click()
      await page.getByText('Command copied').first().waitFor()
      const command = await page.evaluate(() => navigator.clipboard.readText())
      const [, url = '', body = ''] = /^curl -sS '([^']+)' -H '[^']+' -d '(.+)'$/.exec(command) ?? []
      const headers = { 'content-type': 'application/json' }
      expect(await (await fetch(url, { method: 'POST', headers, body })).text()).toContain('/checkout')
      await page.getByRole('button', { name: 'Views' }).click()
      await page.getByLabel('Name of the view').fill('Requests')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'View Requests' }).waitFor()
    })
  })

  it('leads from an exemplar to its trace, and by a drag to a shorter time', async () => {
    await on(`from=now-1h${part({ ...durations, filter: 'service:checkout' })}`, async (page) => {
      const chart = page.locator('[data-chart]')
      await chart
        .getByRole('link', { name: /open its trace/ })
        .first()
        .waitFor()
      const box = await chart.boundingBox()
      if (!box) throw new Error('the chart has no place')
      await page.mouse.move(box.x + box.width * 0.4, box.y + 20)
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.6, box.y + 24, { steps: 5 })
      await page.mouse.up()
      await page.waitForURL((url) => /^\d{4}-/.test(url.searchParams.get('from') ?? ''))
      await page.goBack()
      await until(page, 'from', 'now-1h')
      await chart
        .getByRole('link', { name: /open its trace/ })
        .first()
        .focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(new RegExp(`/traces/${traceId}`))
    })
  })
})
