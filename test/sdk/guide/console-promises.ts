import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openConsole } from '../../console/console-page.ts'
import { section } from './promise.ts'
import type { RunningGuide } from './start-guide.ts'

/** What the guide's sections promise, as a person finds it in the console. */
export function testConsolePromises(guide: () => RunningGuide, browser: () => Browser): void {
  async function read(path: string, look: (page: Page) => Promise<void>): Promise<void> {
    const { page, complaints, close } = await openConsole(browser(), guide().platform.url, path)
    await look(page)
    expect(complaints).toEqual([])
    await close()
  }
  /** Opens the first trace of a service and selects one of its spans. */
  async function readSpan(service: string, trace: string, span: string, look: (page: Page) => Promise<void>) {
    await guide().stored.spans(service, (all) => all.some(({ name }) => name === span))
    await read(`/projects/default/traces?service=${service}`, async (page) => {
      await page.getByRole('row').filter({ hasText: trace }).first().click()
      await page.getByRole('treeitem').filter({ hasText: span }).first().click()
      await look(page)
    })
  }
  const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click()
  const shown = (page: Page, ...texts: string[]) =>
    Promise.all(texts.map((text) => page.getByText(text, { exact: true }).first().waitFor()))

  section('Network Telemetry', (promise) => {
    promise([], 'the console shows decisions, handoffs and state changes on the span of the network', async () => {
      await guide().run('Network Telemetry')
      const network = 'invoke_workflow support_network'
      await readSpan('guide-network', network, network, async (page) => {
        await tab(page, /events/i)
        await shown(page, 'router.decision', 'agent.handoff', 'network.state.change')
      })
    })
  })

  section('Session Tracking', (promise) => {
    promise([], 'the console names the session on a span of the run', async () => {
      const { told } = await guide().run('Session Tracking')
      await readSpan('guide-session', 'invoke_workflow pair', 'chat gpt-4', (page) =>
        shown(page, String(told.sessionId)).then(() => undefined),
      )
    })
  })

  section('Error Tracking', (promise) => {
    promise([], 'the console shows the failed run with its error, once', async () => {
      await guide().run('Error Tracking')
      await readSpan('guide-errors', 'invoke_agent unlucky', 'invoke_agent unlucky', async (page) => {
        await tab(page, /events/i)
        await page.getByText('the model is broken').first().waitFor()
        expect(await page.getByRole('article').filter({ hasText: 'the model is broken' }).count()).toBe(1)
      })
    })
  })

  section('Distributed Tracing', (promise) => {
    promise([], 'the console shows the attributes that the snippet sets, and what it nests', async () => {
      await guide().run('Distributed Tracing')
      await readSpan('guide-tracing', 'process_order', 'process_order', async (page) => {
        await page.getByRole('treeitem').filter({ hasText: 'charge_card' }).waitFor()
        await tab(page, /attributes/i)
        await shown(page, 'order.id', 'order-4711', 'service.operation', 'order_processing')
      })
    })
  })

  section('Track Business Metrics', (promise) => {
    promise([], 'the console draws the metric by its tag', async () => {
      await guide().run('Track Business Metrics')
      await guide().stored.metrics('guide-business', (all) => all.some(({ name }) => name === 'revenue.processed'))
      const query = encodeURIComponent(JSON.stringify({ id: 'A', metric: 'revenue.processed' }))
      await read(`/projects/default/metrics?q=${query}`, async (page) => {
        await page.locator('canvas').first().waitFor()
        await page.getByRole('button', { name: 'Group A by nothing' }).click()
        await page.getByRole('button', { name: /^paymentMethod/ }).click()
        await page.keyboard.press('Escape')
        const legend = page.getByRole('region', { name: 'Legend' })
        await legend.getByRole('row').filter({ hasText: 'stripe' }).waitFor()
      })
    })
  })
}
