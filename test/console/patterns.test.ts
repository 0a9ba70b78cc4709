import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { untilQuery } from './explorer-page.ts'
import { sendLog } from './send-telemetry.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  for (const order of [4711, 4712, 4713]) await sendLog(platform.url, 'payments', `payment ${order} was refused`)
  await sendLog(platform.url, 'checkout', 'cart of 10.0.0.1 was emptied')
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

it('shows what logs have in common, opens and leaves out the logs of a pattern, and links to it from a log', async () => {
  const { page, complaints, close } = await openConsole(browser, platform.url, '/projects/default/logs?from=now-1h')
  await page.getByRole('radio', { name: 'Patterns' }).click()
  const refused = page.getByRole('row').filter({ hasText: 'payment <num> was refused' })
  const emptied = page.getByRole('row').filter({ hasText: 'cart of <ip> was emptied' })
  await refused.getByText('New', { exact: true }).waitFor()
  await emptied.waitFor()
  expect(await refused.getByRole('gridcell').first().textContent()).toBe('3')
  expect(await seriousInBothThemes(page)).toEqual([])

  await page.getByRole('columnheader', { name: 'First seen' }).getByRole('button').click()
  await page.waitForURL((url) => url.searchParams.get('order') === 'newest')
  await emptied.getByRole('button', { name: /^Leave out/ }).click()
  await emptied.waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('query')).toMatch(/^-pattern:[0-9a-f]{16}$/)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await emptied.waitFor()

  await page.getByRole('grid', { name: 'patterns' }).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: 'logs' }).waitFor()
  const query = new URL(page.url()).searchParams.get('query') ?? ''
  expect(query).toMatch(/^pattern:[0-9a-f]{16}$/)
  const found = page.getByRole('grid', { name: 'logs' }).getByRole('row').filter({ hasText: 'was' })
  await found.first().click()
  await page.getByTitle('Logs of the last day with this pattern').click()
  await page.waitForURL((url) => url.searchParams.get('from') === 'now-24h')
  await untilQuery(page, query)
  expect(complaints).toEqual([])
  await close()
})
