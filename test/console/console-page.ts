import type { Browser, Page } from 'playwright-core'

export interface ConsolePage {
  page: Page
  /** What the page complained about: uncaught errors and messages on the error console. */
  complaints: string[]
  close(): Promise<void>
}

/** Opens a path of the console in a fresh browser context. */
export async function openConsole(browser: Browser, url: string, path: string): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`.trimEnd())
  })
  await page.goto(`${url}${path}`)
  return { page, complaints, close: () => context.close() }
}
