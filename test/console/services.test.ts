import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'
import { openConsole } from './console-page.ts'
import { sendServices } from './send-services.ts'

let platform: Platform
let browser: Browser
let traceIds: string[]

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform(), launchBrowser()])
  traceIds = await sendServices(platform.url, 80)
  await platform.stored()
})

afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

const project = '/projects/default'
const open = (path: string) => openConsole(browser, platform.url, `${project}${path}`)
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name)

describe('the services page', () => {
  it('lists services with their figures, and each number leads to the spans behind it', async () => {
    const { page, complaints, close } = await open('/services?from=now-1h')
    const row = page.getByRole('row').filter({ hasText: 'payments' })
    await row.getByText('25 %').click()
    await page.waitForURL(/\/traces\?/)
    expect(parameter(page, 'query')).toBe('service:payments kind:(server OR consumer) status:error')
    expect(parameter(page, 'from')).toBe('now-1h')
    await page.getByRole('row').filter({ hasText: 'charge' }).first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is reached by keyboard, narrowed, and opens a service by Enter', async () => {
    const { page, close } = await open('/traces?from=now-1h')
    await page.getByRole('row').nth(2).waitFor()
    // Without waiting for the page to take the first: a pair of keys has little time.
    await Promise.all(['g', 'v'].map((key) => page.keyboard.press(key)))
    await page.waitForURL(/\/services\?/)
    await page.getByRole('row').filter({ hasText: 'shop' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('paym')
    await page.getByRole('row').filter({ hasText: 'shop' }).waitFor({ state: 'detached' })
    // The address follows; written later than a page is opened, it would be the one that counts.
    await page.waitForURL(/text=paym$/)
    await page.getByRole('grid', { name: 'Services' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/services\/payments/)
    await page.getByRole('row').filter({ hasText: 'charge' }).waitFor()
    await close()
  })

  it('shows of a service its operations, the worst of them, who calls it and what it calls', async () => {
    const { page, complaints, close } = await open('/services/payments?from=now-1h')
    for (const operation of ['charge', 'SELECT orders'])
      await page.getByRole('row').filter({ hasText: operation }).waitFor()
    await page.getByRole('region', { name: 'Failing operations' }).getByText('charge').waitFor()
    await page.getByRole('region', { name: 'Called by' }).getByText('shop').waitFor()
    await page.getByRole('region', { name: 'Calls', exact: true }).getByText('postgresql orders').click()
    await page.waitForURL(/\/traces\?/)
    await page.getByRole('row').filter({ hasText: 'SELECT orders' }).first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})

describe('the service map', () => {
  it('draws services and what they call; what is chosen is in the address and leads to its spans', async () => {
    const { page, complaints, close } = await open('/services?from=now-1h&view=map')
    const map = page.getByRole('region', { name: 'Service map' })
    await map.getByRole('button', { name: /^payments, service/ }).click()
    await page.waitForURL(/node=service\+payments|node=service%20payments/)
    const panel = page.getByRole('complementary', { name: 'payments' })
    await panel.getByRole('region', { name: 'Called by' }).getByText('shop').click()
    await page.getByRole('complementary', { name: 'shop → payments' }).getByText('Show these calls').click()
    await page.waitForURL(/\/traces\?/)
    expect(parameter(page, 'query')).toBe('service:payments parent:(service:shop)')
    await page.getByRole('row').filter({ hasText: 'charge' }).first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is moved and zoomed by keyboard, and let go by Escape', async () => {
    const { page, close } = await open('/services?from=now-1h&view=map')
    const node = page.getByRole('button', { name: /^payments, service/ })
    await node.focus()
    const before = await node.boundingBox()
    await page.keyboard.press('-')
    const smaller = await node.boundingBox()
    expect(smaller?.width ?? 0).toBeLessThan(before?.width ?? 0)
    await page.keyboard.press('ArrowLeft')
    expect((await node.boundingBox())?.x ?? 0).toBeGreaterThan(smaller?.x ?? 0)
    await page.keyboard.press('0')
    expect((await node.boundingBox())?.width).toBeCloseTo(before?.width ?? 0)
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: 'payments' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'payments' }).waitFor({ state: 'detached' })
    await close()
  })

  it('is a table too', async () => {
    const { page, close } = await open('/services?from=now-1h&view=map')
    await page.getByRole('radio', { name: 'Table' }).click()
    const row = page.getByRole('table').getByRole('row').filter({ hasText: 'mail.example' })
    await row.getByRole('button', { name: 'shop' }).click()
    await page.getByRole('complementary', { name: 'shop → mail.example' }).waitFor()
    await close()
  })
})

describe('above the spans of a search', () => {
  it('stand its rate, errors and durations, and lead to the spans behind them', async () => {
    const { page, close } = await open('/traces?from=now-1h&query=service:payments%20name:charge')
    const strip = page.getByRole('region', { name: 'Rate, errors and durations' })
    await strip.getByText('25 %').click()
    await page.waitForURL((url) => url.searchParams.get('query') === 'service:payments name:charge status:error')
    await strip.getByText('100 %').waitFor()
    await close()
  })

  it('stand their durations over time; a selection is compared, kept in the address, and filters', async () => {
    const { page, complaints, close } = await open('/traces?from=now-15m&view=spans&query=name:charge')
    await page.getByRole('radio', { name: 'Latency' }).click()
    await page.waitForURL(/chart=latency/)
    const heatmap = page.getByRole('application', { name: 'Spans by time and duration' })
    const box = await heatmap.boundingBox()
    if (!box) throw new Error('the heatmap has no place')
    await page.mouse.move(box.x + 2, box.y + 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 2, box.y + box.height * 0.4, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL(/selection=/)
    const panel = page.getByRole('region', { name: 'What is different about the selection' })
    const difference = panel.getByRole('listitem').filter({ hasText: 'free' })
    await difference.waitFor()
    await page.reload()
    await difference.getByRole('button', { name: /^Only/ }).click()
    await page.waitForURL((url) => url.searchParams.get('query') === 'name:charge pay.tier:free')
    await page.goBack()
    await page.waitForURL((url) => url.searchParams.get('query') === 'name:charge')
    await panel.getByRole('button', { name: 'Show only these spans' }).click()
    await page.waitForURL((url) => /^name:charge duration:\[.* TO .*\]$/.test(url.searchParams.get('query') ?? ''))
    expect(parameter(page, 'selection')).toBeNull()
    await page.getByRole('row').filter({ hasText: 'charge' }).first().waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('stand their durations for keyboards too', async () => {
    const { page, close } = await open('/traces?from=now-15m&view=spans&query=name:charge&chart=latency')
    const heatmap = page.getByRole('application', { name: 'Spans by time and duration' })
    await heatmap.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Shift+ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/selection=/)
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('selection'))
    await close()
  })
})

describe('exemplars', () => {
  it('are dots on the chart of a metric that lead to their trace', async () => {
    const { page, complaints, close } = await open('/metrics?from=now-1h&metric=pay.duration')
    await page
      .getByRole('link', { name: /open its trace/ })
      .first()
      .click()
    await page.waitForURL(/\/traces\/[0-9a-f]{32}/)
    expect(traceIds).toContain(new URL(page.url()).pathname.split('/').at(-1))
    expect(complaints).toEqual([])
    await close()
  })
})
