import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../apps/ingest/src/accounts/database.ts'
import { sha256 } from '../../apps/ingest/src/accounts/secret.ts'
import { createLog } from '../../apps/ingest/src/log.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { launchBrowser } from './browser.ts'

let platform: Platform
let browser: Browser
const session = randomUUID()

beforeAll(async () => {
  ;[platform, browser] = await Promise.all([startPlatform({ HANZO_ACCESS: 'required' }), launchBrowser()])
  const database = openDatabase({ url: platform.databaseUrl, logger: createLog('silent') })
  await database.pool.query(`
    insert into users (id, email, name, password_hash) values ('watcher', 'watcher@example.org', 'W', '');
    insert into members (organization_id, user_id, role)
      select organization_id, 'watcher', 'owner' from projects where id = 'default';
    insert into sessions (token_sha256, user_id, expires_at)
      values ('${sha256(session)}', 'watcher', now() + interval '1 day');`)
  await database.close()
})
afterAll(async () => {
  await browser?.close()
  await platform?.close()
})

async function send(body: string): Promise<void> {
  const logRecords = [{ timeUnixNano: `${Date.now()}000000`, severityNumber: 9, body: { stringValue: body } }]
  const response = await fetch(`${platform.url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': platform.apiKey },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  })
  expect(response.status).toBe(200)
}

it('signing out ends a live tail in another tab, which says so and shows no further row', async () => {
  const context = await browser.newContext()
  context.setDefaultTimeout(40_000)
  await context.addCookies([{ name: 'hanzo_session', value: session, url: platform.url }])
  const [watching, leaving] = [await context.newPage(), await context.newPage()]
  await watching.goto(`${platform.url}/projects/default/logs?live=true`)
  await watching.locator('[role=switch][data-status=live]').waitFor()
  await send('before the end')
  await watching.getByText('before the end').waitFor()
  await leaving.goto(`${platform.url}/projects/default/traces`)
  await leaving.getByRole('button', { name: 'Account' }).click()
  await leaving.getByRole('menuitem', { name: 'Sign out' }).click()
  await leaving.waitForURL(/sign-in/)
  await watching.getByText('Your access has ended. Sign in again.').waitFor()
  await send('after the end')
  const headers = { 'x-api-key': platform.apiKey }
  const stored = () => fetch(`${platform.url}/api/projects/default/logs?query=after`, { headers })
  await expect.poll(async () => (await stored()).text(), { timeout: 20_000 }).toContain('after the end')
  expect(await watching.getByText('after the end').count()).toBe(0)
  await context.close()
})
