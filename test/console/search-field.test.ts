import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { type ConsolePage, openConsole } from './console-page.ts'
import { queryOf, search, searchEditor, untilQuery } from './explorer-page.ts'
import { sendLog, sendTrace } from './send-telemetry.ts'
import { seriousFindings } from './serious-findings.ts'

let platform: Platform
let browser: Browser
const spans = '/projects/default/traces?view=spans&from=now-1h'

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  await sendTrace(platform.url, 'checkout', 'POST /checkout')
  await sendTrace(platform.url, 'search', 'GET /search')
  await sendLog(platform.url, 'payments', 'payment 4711 was refused')
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

/** Opens a page and looks at the end whether it complained. */
async function on(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const opened: ConsolePage = await openConsole(browser, platform.url, path)
  await look(opened.page)
  expect(opened.complaints).toEqual([])
  await opened.close()
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()

describe('the text of a search, its pills and its facets', () => {
  it('are one: what is clicked is written, what is written is checked, and the back button undoes each', async () => {
    await on(spans, async (page) => {
      await row(page, 'GET /search').waitFor()
      await page.locator('label').filter({ hasText: 'checkout' }).first().click()
      await untilQuery(page, 'service:checkout')
      await page.getByRole('listitem').filter({ hasText: 'service' }).waitFor()
      expect(await (await searchEditor(page)).textContent()).toBe('service:checkout')
      await row(page, 'GET /search').waitFor({ state: 'detached' })
      await search(page, 'service:checkout status:ERROR')
      await page.getByRole('checkbox', { name: 'error', checked: true }).waitFor()
      await page.getByRole('button', { name: 'Remove service = checkout' }).click()
      await untilQuery(page, 'status:ERROR')
      await page.goBack()
      await untilQuery(page, 'service:checkout status:ERROR')
      await page.goBack()
      await untilQuery(page, 'service:checkout')
      await page.goBack()
      await untilQuery(page, '')
      await row(page, 'GET /search').waitFor()
    })
  })

  it('let a value be the only one, or keep it out', async () => {
    await on(spans, async (page) => {
      await row(page, 'GET /search').waitFor()
      await page.getByRole('button', { name: 'Exclude search', exact: true }).click()
      await untilQuery(page, '-service:search')
      await row(page, 'GET /search').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Only search', exact: true }).click()
      await untilQuery(page, 'service:search')
      await row(page, 'GET /search').waitFor()
    })
  })

  it('bound the duration', async () => {
    await on(spans, async (page) => {
      await page.getByLabel('Minimum duration').fill('0.001')
      await page.getByLabel('Minimum duration').press('Enter')
      await untilQuery(page, 'duration:>=0.001ms')
      await page.getByLabel('Maximum duration').fill('2 h')
      await page.getByLabel('Maximum duration').press('Enter')
      await untilQuery(page, 'duration:[0.001ms TO 2h]')
      await row(page, 'GET /search').waitFor()
    })
  })

  it('are read from links that had a parameter a filter, which one does not go back to', async () => {
    await on('/projects/default/traces?from=now-1h', async (page) => {
      await row(page, 'GET /search').waitFor()
      await page.goto(`${platform.url}${spans}&service=checkout&status=error`)
      await untilQuery(page, 'service:checkout status:error')
      await row(page, 'charge card').waitFor()
      await page.goBack()
      await untilQuery(page, '')
    })
  })
})

describe('the search field', () => {
  it('takes the cursor by /, completes keys and values by Tab, and applies by Enter', async () => {
    await on(spans, async (page) => {
      const field = await searchEditor(page)
      await page.keyboard.press('/')
      await page.keyboard.type('serv')
      await page.getByRole('option', { name: /^service:/ }).waitFor()
      await page.keyboard.press('Tab')
      await page.getByRole('option', { name: /checkout/ }).waitFor()
      await page.keyboard.type('ch')
      await page.getByRole('option', { name: /^checkout/ }).click()
      expect(await field.textContent()).toBe('service:checkout ')
      await page.keyboard.press('Enter')
      await untilQuery(page, 'service:checkout')
    })
  })

  it('says what is wrong at its place, applies nothing of it, and leaves by Esc', async () => {
    await on(spans, async (page) => {
      const field = await searchEditor(page)
      await field.fill('duration:>5')
      await field.press('Enter')
      await page.getByText('duration needs a unit').waitFor()
      expect(await page.locator('.cm-problem').textContent()).toBe('5')
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(queryOf(page)).toBe('')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(false)
    })
  })

  it('applies what stands there, however soon Enter follows', async () => {
    await on(spans, async (page) => {
      await (await searchEditor(page)).click()
      await page.evaluate(() => {
        document.execCommand('insertText', false, 'service:search')
        const enter = { key: 'Enter', keyCode: 13, bubbles: true, cancelable: true }
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', enter))
      })
      await untilQuery(page, 'service:search')
    })
  })

  it('makes one line of what is pasted', async () => {
    await on(spans, async (page) => {
      const field = await searchEditor(page)
      await field.focus()
      await page.evaluate(() => {
        const data = new DataTransfer()
        data.setData('text/plain', 'service:checkout\n  status:error\r\n')
        document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
      })
      await field.press('Enter')
      await untilQuery(page, 'service:checkout status:error')
    })
  })

  it('offers the searches of before while it is empty', async () => {
    await on(spans, async (page) => {
      await search(page, 'name:checkout*')
      await untilQuery(page, 'name:checkout*')
      await page.getByRole('button', { name: 'Clear the search' }).click()
      await untilQuery(page, '')
      await page.getByRole('option', { name: 'name:checkout*' }).waitFor()
    })
  })

  it('takes 4096 characters', async () => {
    await on('/projects/default/logs?from=now-1h', async (page) => {
      const long = `body:(${Array.from({ length: 340 }, (_, index) => `payment${index}`).join(' OR ')} OR 4711)`.slice(
        0,
        4080,
      )
      const query = `${long.slice(0, long.lastIndexOf(' OR '))} OR 4711)`
      expect(query.length).toBeGreaterThan(4000)
      await search(page, query)
      await untilQuery(page, query)
      await row(page, 'payment 4711').waitFor()
    })
  })

  it.each(['light', 'dark'] as const)('has nothing serious for axe in %s, on both pages', async (colorScheme) => {
    for (const path of [spans, '/projects/default/logs?from=now-1h&query=severity:error']) {
      await on(path, async (page) => {
        await page.emulateMedia({ colorScheme })
        await page.getByRole('row').nth(1).waitFor()
        const field = await searchEditor(page)
        expect(await seriousFindings(page)).toEqual([])
        await field.fill('serv')
        await page.getByRole('option').first().waitFor()
        expect(await seriousFindings(page)).toEqual([])
      })
    }
  })
})
