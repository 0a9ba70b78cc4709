import { createClient } from '@clickhouse/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendLogs, sendRefused, sendSpans } from './send-broken.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

const path = '/projects/default/ingest?from=now-1h'
const rowOf = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text }).first()
const tile = (page: Page, name: string) => page.locator('dl > div').filter({ hasText: name }).first()

describe('the ingest page', () => {
  it('tells a project that sent nothing from one whose records were all stored', async () => {
    const { page, complaints, close } = await openConsole(browser, platform.url, path)
    await page.getByText('Nothing was sent in this time range').waitFor()
    await sendSpans(platform.url, 'shop', { good: 3, broken: 0 })
    await page.getByText('Everything that arrived was stored').waitFor({ timeout: 60_000 })
    expect(await page.getByText('rejected', { exact: true }).count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('shows what was rejected within seconds, by reason, service and SDK, with a sample that holds no content', async () => {
    const { page, complaints, close } = await openConsole(browser, platform.url, path)
    await sendSpans(platform.url, 'shop', { good: 2, broken: 5 })
    const row = rowOf(page, /spanId/)
    await row.getByText('5 spans').waitFor()
    expect(await row.textContent()).toContain('shop')
    expect(await row.textContent()).toContain('opentelemetry nodejs 2.12.1')
    await tile(page, 'Rejected').getByText('5', { exact: true }).waitFor()
    await row.click()
    const drawer = page.getByRole('complementary', { name: 'Ingest problem' })
    await drawer.getByText('POST /checkout').waitFor()
    const text = (await drawer.textContent()) ?? ''
    expect(text).toContain('not-an-id')
    expect(text).toContain('user.message')
    expect(text).not.toContain('4111')
    await page.reload()
    await drawer.getByText('POST /checkout').waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await close()
  })

  it('shows refused requests by their status, and those of unknown keys apart from the project', async () => {
    expect(await sendRefused(platform.url)).toEqual([400, 401])
    const { page, close } = await openConsole(browser, platform.url, `${path}&outcome=refused`)
    await rowOf(page, 'refused 400').waitFor()
    await page.getByText('API_KEY_INVALID').waitFor()
    await page.getByText('belonged to no project').waitFor()
    await close()
  })

  it('is warned of on the other pages, and reached from there', async () => {
    await sendLogs(platform.url, 'diary', 4, 400)
    const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/logs')
    await page.getByRole('link', { name: /records? rejected/ }).click()
    await page.waitForURL('**/projects/default/ingest*')
    await rowOf(page, /imeUnixNano/)
      .getByText('4 log records')
      .waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is used by keyboard alone', async () => {
    const { page, close } = await openConsole(browser, platform.url, '/projects/default/traces?from=now-1h')
    await page.getByRole('row').nth(1).waitFor()
    // Without waiting for the page to take the first: a pair of keys has little time.
    await Promise.all(['g', 'i'].map((key) => page.keyboard.press(key)))
    await page.waitForURL('**/projects/default/ingest*')
    await rowOf(page, /spanId/).waitFor()
    await page.getByRole('grid', { name: 'Problems' }).focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'Ingest problem' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Ingest problem' }).waitFor({ state: 'detached' })
    await close()
  })
})

describe('a dead letter', () => {
  it('is listed, looked into, sent again once its cause is mended, and deleted', async () => {
    const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo' })
    const refuseLogs = async (count: number) => {
      await clickhouse.command({ query: 'RENAME TABLE logs TO logs_away' })
      await sendLogs(platform.url, 'diary', count, 0)
    }
    const { page, complaints, close } = await openConsole(browser, platform.url, `${path}&view=dead-letters`)
    await page.getByText('No dead letters').waitFor()
    await refuseLogs(7)
    await rowOf(page, 'UNKNOWN_TABLE').waitFor()
    await rowOf(page, 'UNKNOWN_TABLE').click()
    const drawer = page.getByRole('complementary', { name: 'Dead letter' })
    await drawer.getByText('line 0 of a secret diary').waitFor()
    await clickhouse.command({ query: 'RENAME TABLE logs_away TO logs' })
    await drawer.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('7 rows sent to ClickHouse again').first().waitFor()
    await page.getByText('No dead letters').waitFor()
    const countLogs = async () => {
      const query = "SELECT toFloat64(count()) AS count FROM logs WHERE body LIKE '%diary%'"
      const result = await clickhouse.query({ query, format: 'JSONEachRow' })
      return (await result.json<{ count: number }>())[0]?.count
    }
    await expect.poll(countLogs).toBe(7)

    await refuseLogs(2)
    await rowOf(page, 'UNKNOWN_TABLE').click()
    await drawer.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
    await page.getByText('No dead letters').waitFor()
    await clickhouse.command({ query: 'RENAME TABLE logs_away TO logs' })
    expect(await countLogs()).toBe(7)
    expect(complaints).toEqual([])
    await clickhouse.close()
    await close()
  })
})

describe('/metrics', () => {
  it('counts what was accepted, rejected and refused, and measures the lag', async () => {
    const read = async () => (await fetch(`${platform.url}/metrics`)).text()
    // That of the write path is of a moment ago.
    await expect.poll(read).toContain('\nhanzo_dead_letters 0\n')
    const text = await read()
    const value = (name: string) =>
      Number(
        text
          .split('\n')
          .find((line) => line.startsWith(`${name} `))
          ?.split(' ')[1],
      )
    expect(value('hanzo_ingest_records_total{signal="traces",outcome="accepted"}')).toBe(5)
    expect(value('hanzo_ingest_records_total{signal="traces",outcome="rejected"}')).toBe(5)
    expect(value('hanzo_ingest_requests_total{signal="traces",status_code="401",code="API_KEY_INVALID"}')).toBe(1)
    expect(value('hanzo_ingest_lag_seconds_count')).toBeGreaterThanOrEqual(5)
  })
})
