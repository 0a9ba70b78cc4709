import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type LargeTraceOptions, largeTrace } from '../fixtures/large-trace.ts'
import { type ConsolePage, openConsole } from './console-page.ts'

export async function postOtlp(url: string, signal: 'traces' | 'logs' | 'metrics', body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
}

/** Sends a generated trace. */
export async function sendLargeTrace(url: string, options: LargeTraceOptions): Promise<void> {
  for (const request of largeTrace(options)) await postOtlp(url, 'traces', request)
}

interface OpenedTrace {
  browser: Browser
  url: string
  traceId: string
  query: string
}

/** Opens the page of a trace, looks at it, and expects that it had nothing to complain of. */
export async function withTracePage(
  { browser, url, traceId, query }: OpenedTrace,
  look: (opened: ConsolePage) => Promise<void>,
): Promise<void> {
  const opened = await openConsole(browser, url, `/projects/default/traces/${traceId}${query}`)
  try {
    await opened.page.getByRole('tab', { name: 'Waterfall' }).waitFor()
    await look(opened)
    expect(opened.complaints).toEqual([])
  } finally {
    await opened.close()
  }
}

export const inAddress = (page: Page, name: string, value: string | null) =>
  page.waitForURL((url) => url.searchParams.get(name) === value)

/** Drags over a part of an element, in shares of its width. */
export async function dragOver(page: Page, element: Locator, from: number, to: number): Promise<void> {
  const box = await element.boundingBox()
  if (!box) throw new Error('what is dragged over has no place')
  await page.mouse.move(box.x + box.width * from, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * to, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
}
