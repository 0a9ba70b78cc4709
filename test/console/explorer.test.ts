import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { type ConsolePage, openConsole } from './console-page.ts'
import { search, untilQuery } from './explorer-page.ts'
import { sendLog, sendTrace } from './send-telemetry.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser
const spans = '/projects/default/traces?view=spans&from=now-1h'

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  await sendTrace(platform.url, 'checkout', 'POST /checkout')
  await sendLog(platform.url, 'payments', 'payment 4711 was refused')
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

async function on(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const opened: ConsolePage = await openConsole(browser, platform.url, path)
  await look(opened.page)
  expect(opened.complaints).toEqual([])
  await opened.close()
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const headers = (page: Page) => page.getByRole('columnheader').allTextContents()

describe('columns', () => {
  it('are added from any attribute, moved and hidden, and stay with a reload and in a link', async () => {
    await on(spans, async (page) => {
      await row(page, 'load cart').waitFor()
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByLabel('Find a column').fill('cart.items')
      await page.getByLabel('Find a column').press('Enter')
      await row(page, 'load cart').getByText('3', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Hide Detail' }).click()
      await page.getByRole('button', { name: 'Move cart.items left' }).click()
      await page.keyboard.press('Escape')
      await expect.poll(async () => (await headers(page)).at(-2)).toBe('cart.items')
      const shown = await headers(page)
      expect(shown).not.toContain('Detail')
      // The address follows what is shown.
      await page.waitForURL((url) => {
        const columns = url.searchParams.getAll('columns')
        return columns.length === shown.length && columns.at(-2) === 'cart.items'
      })
      const link = page.url()
      expect(new URL(link).searchParams.getAll('columns')).toContain('cart.items')
      await page.goto(`${platform.url}${spans}`)
      await row(page, 'load cart').getByText('3', { exact: true }).waitFor()
      await on(link.slice(platform.url.length), async (other) => {
        await row(other, 'load cart').getByText('3', { exact: true }).waitFor()
        expect(await headers(other)).toEqual(shown)
      })
    })
  })

  it('stand beside log records too', async () => {
    await on('/projects/default/logs?from=now-1h&columns=body&columns=payment.provider', async (page) => {
      await row(page, 'payment 4711').getByText('acme-pay', { exact: true }).waitFor()
      expect(await headers(page)).toEqual(['Body', 'payment.provider'])
    })
  })
})

describe('the grouped view', () => {
  it('groups by what one chooses, is sorted by a figure, and leads to the spans of a group', async () => {
    await on('/projects/default/traces?view=groups&from=now-1h', async (page) => {
      await row(page, 'charge card').getByText('100 %').waitFor()
      await page.getByRole('button', { name: /Group by/ }).click()
      await page.getByRole('button', { name: 'No longer group by service' }).click()
      await page.getByLabel('Find a field or attribute').fill('status')
      await page.getByRole('button', { name: 'status', exact: true }).click()
      await page.keyboard.press('Escape')
      await page.waitForURL((url) => url.searchParams.getAll('groupBy').join() === 'name,status')
      await page.getByRole('button', { name: 'Error rate' }).click()
      await page.waitForURL(/order=errorRate/)
      await page.getByRole('row').nth(1).filter({ hasText: 'charge card' }).click()
      await untilQuery(page, 'name:"charge card" status:error')
      await row(page, 'card declined').waitFor()
      await page.goBack()
      await row(page, 'charge card').getByText('100 %').waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })
})

describe('a list as a whole', () => {
  it('is downloaded, asked for from a shell, and tells what it cost', async () => {
    await on(`${spans}&query=status:error`, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
      await row(page, 'charge card').waitFor()
      // A dialog of the system asks for the place; where there is none, the browser saves it by itself.
      await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }))
      await page.getByRole('button', { name: 'Share and download' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: 'Download CSV' }).click()
      const file = await download
      expect(file.suggestedFilename()).toMatch(/^spans-.*\.csv$/)
      const chunks: Buffer[] = []
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
      expect(Buffer.concat(chunks).toString().split('\r\n')[1]).toContain('charge card')
      await page.getByRole('dialog').getByText('All spans are saved').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Share and download' }).click()
      await page.getByRole('menuitem', { name: 'Copy as curl' }).click()
      await page.getByText('Command copied').first().waitFor()
      const command = await page.evaluate(() => navigator.clipboard.readText())
      const [, url = ''] = /^curl -sS '([^']+)'$/.exec(command) ?? []
      expect(await (await fetch(url)).text()).toContain('charge card')
      await page.getByText('rows read').last().click()
      await page.getByText('FROM spans').first().waitFor()
    })
  })
})

describe('saved views', () => {
  it('are saved, opened, renamed, deleted and had back', async () => {
    await on(`${spans}&query=status:error`, async (page) => {
      await row(page, 'charge card').waitFor()
      await page.getByRole('button', { name: 'Views' }).click()
      await page.getByLabel('Name of the view').fill('Failures')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('button', { name: 'View Failures' }).waitFor()
      await page.keyboard.press('Escape')
      await search(page, '')
      await untilQuery(page, '')
      await page.getByRole('button', { name: 'Views' }).click()
      await page.getByRole('list', { name: 'Saved views' }).getByText('Failures').click()
      await untilQuery(page, 'status:error')
      await page.getByRole('button', { name: 'View Failures' }).click()
      await page.getByRole('button', { name: 'Change Failures' }).click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await page.getByLabel('New name of Failures').fill('Broken')
      await page.getByLabel('New name of Failures').press('Enter')
      await page.getByRole('button', { name: 'Change Broken' }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await page.getByText('Broken was deleted').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('list', { name: 'Saved views' }).getByText('Broken').waitFor()
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })
})

describe('a live list', () => {
  it('says why a search about other spans cannot be watched, and is live again without it', async () => {
    await on(`${spans}&live=true&query=${encodeURIComponent('parent:(service:checkout)')}`, async (page) => {
      await page.getByText('cannot be decided while rows arrive').waitFor()
      await search(page, 'service:live')
      await page.locator('[role=switch][data-status=live]').waitFor()
      await sendTrace(platform.url, 'live', 'GET /now')
      await row(page, 'GET /now').waitFor()
      await page.getByText('Not live.').waitFor({ state: 'detached' })
    })
  })

  it('waits while a record is open, and goes on when it is asked to', async () => {
    await on('/projects/default/logs?from=now-1h&live=true', async (page) => {
      await page.locator('[role=switch][data-status=live]').waitFor()
      await row(page, 'payment 4711').click()
      await page.locator('[role=switch][data-status=paused]').waitFor()
      await sendLog(platform.url, 'live', 'one that waits')
      await page.getByRole('button', { name: '1 new log' }).click()
      await row(page, 'one that waits').waitFor()
      await page.keyboard.press('Escape')
      await page.locator('[role=switch][data-status=live]').waitFor()
    })
  })
})
