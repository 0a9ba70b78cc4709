import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { openConsole } from '../../console/console-page.ts'
import { section } from './promise.ts'
import type { RunningGuide } from './start-guide.ts'

/** The guide's section on the console, in a real browser. */
export function testConsole(guide: () => RunningGuide, browser: () => Browser): void {
  const open = (path: string) => openConsole(browser(), guide().platform.url, path)

  section('Hanzo Cloud Console', (promise) => {
    promise(
      ['Access your telemetry data at:', 'Traces: `https://cloud.hanzo.ai/projects/{projectId}/traces`'],
      'the run of the network is listed, and opens as network, agents, model calls and tool',
      async () => {
        const { told } = await guide().run('Network Telemetry')
        await guide().stored.spans('guide-network', (all) => all.length >= 6)
        const { page, complaints, close } = await open('/projects/default/traces?service=guide-network')
        await page.getByRole('row').filter({ hasText: 'invoke_workflow support_network' }).first().click()
        await page.waitForURL(`**/projects/default/traces/${told['result.traceId']}*`)
        const names = [
          'invoke_workflow support_network',
          'invoke_agent classifier',
          'chat gpt-4',
          'execute_tool look_up',
        ]
        for (const name of names) {
          await page.getByRole('treeitem').filter({ hasText: name }).first().waitFor()
        }
        expect(complaints).toEqual([])
        await close()
      },
    )
    promise(
      'Metrics: `https://cloud.hanzo.ai/projects/{projectId}/metrics`',
      'the metrics of agents, networks and MCP servers are listed, and drawn',
      async () => {
        await guide().run('MCP Server Telemetry')
        await guide().run('Network Telemetry')
        await guide().stored.metrics('guide-mcp', (all) => all.some(({ name }) => name === 'mcp.tool.calls'))
        await guide().stored.metrics('guide-network', (all) => all.some(({ name }) => name === 'network.iterations'))
        const { page, complaints, close } = await open('/projects/default/metrics')
        for (const name of ['agent.executions', 'network.iterations', 'mcp.connections', 'mcp.tool.calls']) {
          await page.getByText(name, { exact: true }).first().waitFor()
        }
        await page.getByText('agent.executions', { exact: true }).first().click()
        await page.waitForURL(/metric=agent\.executions/)
        await page.locator('canvas').first().waitFor()
        expect(complaints).toEqual([])
        await close()
      },
    )
    promise(
      'Logs: `https://cloud.hanzo.ai/projects/{projectId}/logs`',
      'a record is listed and opens with its attributes',
      async () => {
        await guide().run('Structured Logging')
        await guide().stored.logs('guide-logging', (all) => all.length === 2)
        const { page, complaints, close } = await open('/projects/default/logs?service=guide-logging')
        await page.getByRole('row').filter({ hasText: 'Processing customer request' }).first().click()
        await page.getByText('requestType').first().waitFor()
        expect(complaints).toEqual([])
        await close()
      },
    )
  })
}
