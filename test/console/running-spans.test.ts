import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendSpanEnd, sendSpanStart, spanStarting } from './send-running.ts'

let platform: Platform
let browser: Browser

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const itemOf = (page: Page, name: string) => page.getByRole('treeitem').filter({ hasText: name })

/** The seconds that a row or bar says it has run for. */
async function secondsOf(text: Promise<string | null>): Promise<number> {
  const [, minutes = '0', seconds] = /(?:(\d+) m )?(\d+) s/.exec((await text) ?? '') ?? []
  return Number(minutes) * 60 + Number(seconds)
}

describe('a long run', () => {
  it('is in the list while it runs, counts its seconds, and is replaced in its place when it ends', async () => {
    const run = spanStarting('support-agents', 'invoke_agent long-run', { millisecondsAgo: 20_000 })
    const later = spanStarting('support-agents', 'invoke_agent short-run', { millisecondsAgo: 5_000 })
    await sendSpanStart(platform.url, run)
    await sendSpanEnd(platform.url, later, { milliseconds: 100 })
    const { page, complaints, close } = await openConsole(
      browser,
      platform.url,
      '/projects/default/traces?from=now-1h&live=true',
    )
    const row = rowOf(page, run.name)
    await row.getByText('running', { exact: true }).waitFor()
    const first = await secondsOf(row.textContent())
    expect(first).toBeGreaterThanOrEqual(20)
    await expect.poll(() => secondsOf(row.textContent())).toBeGreaterThan(first)
    const place = await row.getAttribute('aria-rowindex')
    await page.locator('[role=switch][data-status=live]').waitFor()
    await sendSpanEnd(platform.url, run, { milliseconds: 21_500 })
    await row.getByText('21.5 s').waitFor({ timeout: 2_000 })
    expect(await row.getByText('running', { exact: true }).count()).toBe(0)
    expect(await row.count()).toBe(1)
    expect(await row.getAttribute('aria-rowindex')).toBe(place)
    expect(complaints).toEqual([])
    await close()
  })

  it('that starts while the list is live appears in it, and can be asked for by its state', async () => {
    const { page, close } = await openConsole(
      browser,
      platform.url,
      '/projects/default/traces?view=spans&live=true&status=running',
    )
    await page.locator('[role=switch][data-status=live]').waitFor()
    const run = spanStarting('support-agents', 'execute_tool live-start', { millisecondsAgo: 1_000 })
    await sendSpanStart(platform.url, run)
    await rowOf(page, run.name).getByText('running', { exact: true }).waitFor({ timeout: 2_000 })
    await close()
  })

  it('has its ended children below it on its page, which follows it until it ends', async () => {
    const run = spanStarting('support-agents', 'invoke_workflow page', { millisecondsAgo: 30_000 })
    const child = spanStarting('support-agents', 'chat gpt-4.1', { parent: run, millisecondsAgo: 28_000 })
    const tool = spanStarting('support-agents', 'execute_tool slow', { parent: run, millisecondsAgo: 20_000 })
    await sendSpanStart(platform.url, run)
    await sendSpanStart(platform.url, tool)
    await sendSpanEnd(platform.url, child, { milliseconds: 6_100 })
    const path = `/projects/default/traces/${run.traceId}?span=${tool.spanId}`
    const { page, complaints, close } = await openConsole(browser, platform.url, path)
    await itemOf(page, child.name).getByText('6.10 s').waitFor()
    expect(await itemOf(page, child.name).getAttribute('aria-level')).toBe('2')
    expect(await page.getByText('missing parent').count()).toBe(0)
    const item = itemOf(page, run.name)
    const first = await secondsOf(item.textContent())
    expect(first).toBeGreaterThanOrEqual(30)
    await expect.poll(() => secondsOf(item.textContent())).toBeGreaterThan(first)
    const panel = page.getByRole('complementary', { name: 'Span' })
    await panel.getByText('so far').waitFor()
    await sendSpanEnd(platform.url, tool, { milliseconds: 22_250, attributes: { outcome: 'done' } })
    await itemOf(page, tool.name).getByText('22.3 s').waitFor()
    await panel.getByText('22.3 s').first().waitFor()
    await item.getByText('running').waitFor()
    await sendSpanEnd(platform.url, run, { milliseconds: 40_000 })
    await item.getByText('40.0 s').waitFor()
    expect(await page.getByText('running').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('whose end never came is told apart from one that runs', async () => {
    const lost = spanStarting('report-writer', 'invoke_agent lost', { millisecondsAgo: 40 * 60_000 })
    await sendSpanStart(platform.url, lost)
    const { page, close } = await openConsole(
      browser,
      platform.url,
      '/projects/default/traces?from=now-1h&service=report-writer',
    )
    const row = rowOf(page, lost.name)
    await row.getByText('no end received').waitFor()
    expect(await row.getByText('running').count()).toBe(0)
    await row.click()
    await itemOf(page, lost.name).getByText('no end received').waitFor()
    await close()
  })
})
