import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

it('a page whose scripts are gone says that the platform was updated, and loads the new one', async () => {
  const page = await browser.newPage()
  const isScript = (url: URL) => url.pathname.startsWith('/_next/static/chunks/')
  const seen = new Set<string>()
  let isUpdated = false
  await page.route(isScript, (route) => {
    const { pathname } = new URL(route.request().url())
    if (!isUpdated) seen.add(pathname)
    return isUpdated && !seen.has(pathname) ? route.fulfill({ status: 404 }) : route.continue()
  })
  await page.goto(`${platform.url}/projects/default/settings`)
  await page.getByRole('heading', { name: 'Endpoints' }).waitFor()
  isUpdated = true
  await page.getByRole('link', { name: 'Metrics' }).click()
  await page.getByText('The platform was updated').waitFor()
  await page.unroute(isScript)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('No metrics yet').waitFor()
  expect(new URL(page.url()).pathname).toBe('/projects/default/metrics')
  await page.close()
})
