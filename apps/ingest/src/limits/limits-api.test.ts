import { type Limits, noLimits } from '@hanzo/schema/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  type Apps,
  insertStranger,
  type RunningApp,
  startApps,
  stranger,
} from '../../../../test/platform/start-apps.ts'
import { sha256 } from '../accounts/secret.ts'

let apps: Apps
let open: RunningApp
let required: RunningApp

beforeAll(async () => {
  apps = await startApps()
  ;({ open, required } = apps)
  await apps.query(insertStranger)
})
afterAll(() => apps?.close())
beforeEach(() => put(noLimits))

const limitsUrl = '/api/projects/default/limits'
const put = (limits: unknown, app = open) =>
  app.app.inject({ method: 'PUT', url: limitsUrl, payload: limits as object })
const state = async () => (await open.app.inject(limitsUrl)).json()

/** Sends so many log records as JSON. */
function send(records: number, { app, started }: RunningApp = open) {
  const logRecords = Array.from({ length: records }, () => ({ timeUnixNano: `${Date.now()}000000`, body: {} }))
  return app.inject({
    method: 'POST',
    url: '/v1/logs',
    headers: { 'content-type': 'application/json', 'x-api-key': started.apiKey ?? '' },
    payload: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  })
}

describe('the limits of a project', () => {
  it('are none until somebody sets them, and are then as they were set', async () => {
    expect(await state()).toMatchObject({ limits: noLimits, ceiling: noLimits })
    const limits: Limits = { ...noLimits, recordsPerSecond: 1_000, bytesPerDay: 2 ** 45 }
    const answer = await put(limits)
    expect(answer.statusCode).toBe(200)
    expect(answer.json().limits).toEqual(limits)
    expect((await state()).limits).toEqual(limits)
  })

  it.each([
    ['zero', { ...noLimits, recordsPerSecond: 0 }],
    ['a fraction', { ...noLimits, bytesPerDay: 1.5 }],
    ['more than a whole number can hold', { ...noLimits, bytesPerDay: 2 ** 53 }],
    ['a limit that is not named', { recordsPerSecond: 1 }],
    ['a burst of more than an hour', { ...noLimits, burstSeconds: 3_601 }],
  ])('refuse %s', async (_name, limits) => {
    expect((await put(limits)).json()).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
  })

  it("are read with the project's key, and changed by people alone", async () => {
    const headers = { 'x-api-key': required.started.apiKey ?? '' }
    expect((await required.app.inject({ url: limitsUrl, headers })).statusCode).toBe(200)
    const change = await required.app.inject({ method: 'PUT', url: limitsUrl, headers, payload: noLimits })
    expect(change.json()).toMatchObject({ status: 403, code: 'SESSION_NEEDED' })
    for (const url of [limitsUrl, '/api/projects/default/usage']) {
      const asked = await required.app.inject({ url, headers: { 'x-api-key': stranger.key } })
      expect(asked.statusCode).toBe(403)
    }
  })
})

describe('the limits of a project of an organisation', () => {
  const url = '/api/projects/other/limits'
  const as = (token: string) => ({ cookie: `__Host-hanzo_session=${token}` })

  it('are changed by its owners and admins, and read by all of its members', async () => {
    for (const role of ['viewer', 'member', 'admin']) {
      await apps.query(`
        insert into users (id, email, name, password_hash) values ('${role}', '${role}@example.org', 'N', '');
        insert into members (organization_id, user_id, role) values ('other', '${role}', '${role}');
        insert into sessions (token_sha256, user_id, expires_at)
          values ('${sha256(`session-${role}`)}', '${role}', now() + interval '1 day');`)
    }
    const answers: Record<string, unknown> = {}
    for (const [name, token] of [
      ...['viewer', 'member', 'admin'].map((role) => [role, `session-${role}`] as const),
      ['owner', stranger.session] as const,
    ]) {
      const headers = as(token)
      expect((await required.app.inject({ url, headers })).statusCode).toBe(200)
      const { statusCode, body } = await required.app.inject({ method: 'PUT', url, headers, payload: noLimits })
      answers[name] = statusCode === 200 ? 200 : JSON.parse(body).code
    }
    expect(answers).toEqual({ viewer: 'ROLE_NEEDED', member: 'ROLE_NEEDED', admin: 200, owner: 200 })
  })
})

describe('a project above its limit', () => {
  it('hears 429 with Retry-After in the words of OTLP, before its body is read', async () => {
    await put({ ...noLimits, recordsPerSecond: 1, burstSeconds: 5 })
    expect((await send(20)).statusCode).toBe(200)
    const before = open.accepted.length
    const refused = await open.app.inject({
      method: 'POST',
      url: '/v1/traces',
      headers: { 'content-type': 'application/json' },
      payload: 'no JSON',
    })
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(10)
    expect(refused.json()).toEqual({ code: 8, message: expect.stringContaining('1 records a second') })
    expect(open.accepted.length).toBe(before)
    expect((await state()).today.refusedRequests).toBeGreaterThan(0)
  })

  it('of the day hears it from every receiver, once use is stored', async () => {
    const used = (await state()).today.records
    await put({ ...noLimits, recordsPerDay: used + 10 })
    expect((await send(10)).statusCode).toBe(200)
    expect((await send(1)).statusCode).toBe(429)
    await open.stored()
    const usage = (await open.app.inject('/api/projects/default/usage?days=1')).json()
    const logs = usage.rows.find(({ signal }: { signal: string }) => signal === 'logs')
    expect(logs).toMatchObject({ records: used + 10, bytes: expect.any(Number) })
    // The other receiver knows of the limit within 10 seconds, and of what was used when it stores its own.
    const message = async () => {
      await required.stored()
      return (await send(1, required)).json().message
    }
    await expect.poll(message, { timeout: 20_000, interval: 250 }).toContain(`${used + 10} records a day`)
    expect((await put(noLimits)).statusCode).toBe(200)
    expect((await send(1)).statusCode).toBe(200)
  })
})

it('bytes of a body that cannot be read count all the same', async () => {
  const { bytes, records } = (await state()).today
  const payload = `{"resourceSpans": ${' '.repeat(1_000)}`
  const headers = { 'content-type': 'application/json' }
  expect((await open.app.inject({ method: 'POST', url: '/v1/traces', headers, payload })).statusCode).toBe(400)
  expect((await state()).today).toMatchObject({ bytes: bytes + payload.length, records })
})
