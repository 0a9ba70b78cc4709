import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

/** Sends log records; the status of the answer. */
async function send(records: number): Promise<number> {
  const logRecords = Array.from({ length: records }, () => ({ timeUnixNano: `${Date.now()}000000`, body: {} }))
  const answer = await fetch(new URL('/v1/logs', platform.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  })
  return answer.status
}

it('limits that are set on the settings page hold at once, and the page shows what is used and refused', async () => {
  const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/settings')
  const limits = page.getByRole('region', { name: 'Limits' })
  await limits.getByText('no limit').first().waitFor()
  expect(await send(1)).toBe(200)

  await limits.getByRole('button', { name: 'Set limits' }).click()
  await page.getByLabel('Records a day').fill('many')
  await page.getByText('Write it as').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await page.getByLabel('Records a day').fill('2k')
  await page.keyboard.press('Enter')
  await limits.getByText('of 2k').waitFor()

  expect(await send(2_000)).toBe(200)
  expect(await send(1)).toBe(429)
  await limits.getByText('1 request').waitFor()
  await page.reload()
  await limits.getByText('of 2k').waitFor()
  expect(complaints).toEqual([])
  await close()
})
