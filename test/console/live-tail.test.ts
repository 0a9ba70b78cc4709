import { once } from 'node:events'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { freePort } from '../platform/free-port.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendLogLines } from './send-log-lines.ts'
import { sendMetric, sendTrace } from './send-telemetry.ts'
import { seriousInBothThemes } from './serious-findings.ts'

let platform: Platform
let browser: Browser
const liveLogs = '/projects/default/logs?from=now-1h&live=true'
const storedCount = 120
/** A tail that comes back tells of the last 50 000 rows. */
const moreThanRemembered = 55_000
/** As many as the platform takes at a time. */
const tailsMost = 200

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([
    freePort().then((port) => startPlatform({ HANZO_PORT: String(port) })),
    launchBrowser(),
  ])
  const stored = Array.from({ length: storedCount }, (_, index) => `stored ${index} line`)
  await sendLogLines(platform.url, 'agent', stored)
  await sendMetric(platform.url, 'agent', 'orders')
  await sendTrace(platform.url, 'agent', 'GET /before')
  await platform.stored()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

/** A page whose connection breaks complains of it: where that is the subject, `breaks` is true. */
async function on(path: string, look: (page: Page) => Promise<void>, { breaks = false } = {}): Promise<void> {
  const { page, complaints, close } = await openConsole(browser, platform.url, path)
  try {
    await look(page)
    expect(breaks ? [] : complaints).toEqual([])
  } finally {
    // A page that stays has its tail: those that open all would miss one.
    await close()
  }
}

const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const pill = (page: Page, text: string) => page.getByRole('button', { name: text, exact: true })
const untilStatus = (page: Page, status: string) => page.locator(`[role=switch][data-status=${status}]`).waitFor()
const send = (...lines: string[]) => sendLogLines(platform.url, 'live', lines)

/** Opens so many tails. The platform may still hold those of pages that were just closed: what it refuses is opened again. */
async function openTails(count: number): Promise<WebSocket[]> {
  const url = `${platform.url.replace('http', 'ws')}/api/projects/default/logs/tail`
  const taken: WebSocket[] = []
  while (taken.length < count) {
    const sockets = Array.from({ length: count - taken.length }, () => new WebSocket(url))
    const answers = await Promise.allSettled(sockets.map((socket) => once(socket, 'message')))
    taken.push(...sockets.filter((_, index) => answers[index]?.status === 'fulfilled'))
  }
  return taken
}

/** A browser without windows shows every tab: it is told that this one went out of sight. */
async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
      document.dispatchEvent(new Event('visibilitychange'))
    },
    isVisible ? 'visible' : 'hidden',
  )
}

describe('a live list of logs', () => {
  it('lets rows wait while it is scrolled, counts them, and shows them at the top again', async () => {
    await on(liveLogs, async (page) => {
      await untilStatus(page, 'live')
      await page.getByRole('grid').hover()
      await page.mouse.wheel(0, 700)
      await untilStatus(page, 'paused')
      await send('one while scrolled', 'two while scrolled')
      await pill(page, '2 new logs').waitFor()
      expect(await row(page, 'one while scrolled').count()).toBe(0)
      expect(await seriousInBothThemes(page)).toEqual([])
      await page.mouse.wheel(0, -2_000)
      await row(page, 'one while scrolled').waitFor()
      await pill(page, '2 new logs').waitFor({ state: 'detached' })
      await untilStatus(page, 'live')
      await page.mouse.wheel(0, 700)
      await untilStatus(page, 'paused')
      await send('three while scrolled')
      await pill(page, '1 new log').click()
      await row(page, 'three while scrolled').waitFor()
      await untilStatus(page, 'live')
    })
  })

  it('lets rows wait while text is selected, or a row is open in place', async () => {
    await on(liveLogs, async (page) => {
      await untilStatus(page, 'live')
      await row(page, 'line').evaluate((element) => getSelection()?.selectAllChildren(element))
      await untilStatus(page, 'paused')
      await send('while selected')
      await pill(page, '1 new log').waitFor()
      await page.evaluate(() => getSelection()?.removeAllRanges())
      await row(page, 'while selected').waitFor()
      await row(page, 'while selected').getByRole('button', { name: 'Open in place' }).click()
      await untilStatus(page, 'paused')
      await send('while open')
      await pill(page, '1 new log').waitFor()
      await row(page, 'while selected').getByRole('button', { name: 'Close in place' }).click()
      await row(page, 'while open').waitFor()
      await untilStatus(page, 'live')
    })
  })

  it('stops while the tab is hidden, goes on where it was, and says what it cannot show', async () => {
    await on(liveLogs, async (page) => {
      await untilStatus(page, 'live')
      await setVisible(page, false)
      await untilStatus(page, 'hidden')
      await send('while hidden')
      await platform.stored()
      expect(await row(page, 'while hidden').count()).toBe(0)
      await setVisible(page, true)
      await row(page, 'while hidden').waitFor()
      await untilStatus(page, 'live')
      await setVisible(page, false)
      await untilStatus(page, 'hidden')
      const flood = Array.from({ length: moreThanRemembered }, (_, index) => `flood ${index} line`)
      await send(...flood.slice(0, -1))
      // Who is behind by less than two seconds gets everything, however much that is.
      await page.waitForTimeout(2_500)
      await send(...flood.slice(-1))
      await platform.stored()
      await setVisible(page, true)
      const gap = page.getByRole('button', { name: /logs skipped/ })
      await gap.waitFor()
      expect(await gap.textContent()).toMatch(/^\d\.\d?k logs skipped|^\dk logs skipped/)
      expect(await seriousInBothThemes(page)).toEqual([])
      await gap.click()
      await gap.waitFor({ state: 'detached' })
      await row(page, `flood ${moreThanRemembered - 1} line`).waitFor()
    })
  })
})

describe('a live tail that is lost', () => {
  it('comes back by itself after a restart of the platform, and shows each row once', async () => {
    await on(
      `${liveLogs}&query=service:live`,
      async (page) => {
        await untilStatus(page, 'live')
        await send('before the restart')
        await row(page, 'before the restart').waitFor()
        const restarted = platform.restart()
        await page.getByRole('switch', { name: 'Live' }).getByText('Reconnecting').waitFor()
        expect(await seriousInBothThemes(page)).toEqual([])
        await restarted
        await send('after the restart')
        await row(page, 'after the restart').waitFor()
        await untilStatus(page, 'live')
        for (const text of ['before the restart', 'after the restart'])
          expect(await page.getByRole('row').filter({ hasText: text }).count()).toBe(1)
      },
      { breaks: true },
    )
  })

  it('says that too many are open, and is live once one of them ends', async () => {
    const others = await openTails(tailsMost)
    await on(
      liveLogs,
      async (page) => {
        await page.getByText('Too many live tails are open.').waitFor()
        expect(await seriousInBothThemes(page)).toEqual([])
        for (const other of others) other.terminate()
        await untilStatus(page, 'live')
        await page.getByText('Not live.').waitFor({ state: 'detached' })
      },
      { breaks: true },
    )
  })
})

describe('the other signals', () => {
  it('push spans into both lists of them', async () => {
    for (const view of ['traces', 'spans']) {
      await on(`/projects/default/traces?from=now-1h&live=true&view=${view}`, async (page) => {
        await untilStatus(page, 'live')
        await sendTrace(platform.url, 'live', `GET /${view}/now`)
        await row(page, `GET /${view}/now`).waitFor()
      })
    }
  })

  it('push points beside their metric, whose chart is read again', async () => {
    await on('/projects/default/metrics?from=now-15m&metric=orders&live=true', async (page) => {
      await untilStatus(page, 'live')
      const points = page.getByRole('region', { name: 'Latest points' })
      await points.getByText('waiting for the next export of the SDK').waitFor()
      const read = page.waitForResponse((response) => response.url().endsWith('/metrics/query'))
      await sendMetric(platform.url, 'agent', 'orders')
      await points.getByText('1 since the switch to live').waitFor()
      await points.getByText('channel=web').waitFor()
      await read
      expect(await seriousInBothThemes(page)).toEqual([])
    })
  })
})
