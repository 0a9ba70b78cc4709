import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import {
  type Apps,
  insertStranger,
  type RunningApp,
  startApps,
  stranger,
} from '../../../../test/platform/start-apps.ts'

let apps: Apps
let required: RunningApp
let open: RunningApp

beforeAll(async () => {
  apps = await startApps()
  ;({ required, open } = apps)
  await apps.query(insertStranger)
})
afterAll(() => apps?.close())

describe('telemetry', () => {
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name: 'n' }
  const times = { startTimeUnixNano: `${Date.now()}000000`, endTimeUnixNano: `${Date.now()}000000` }
  const payload = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, ...times }] }] }] })
  const send = (running: RunningApp, headers: Record<string, string>, url = '/v1/traces') =>
    running.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { host: 'localhost', 'content-type': 'application/json', ...headers },
    })
  const projectOf = (running: RunningApp) => running.accepted.at(-1)?.spans?.[0]?.project_id

  it('belongs to the project of its key, however the key is sent', async () => {
    const key = required.started.apiKey ?? ''
    for (const headers of [
      { 'x-api-key': key },
      { authorization: `Bearer ${key}` },
      { authorization: `bearer ${key}` },
    ]) {
      expect((await send(required, headers)).statusCode).toBe(200)
      expect(projectOf(required)).toBe('default')
    }
    expect((await send(required, { 'x-api-key': stranger.key })).statusCode).toBe(200)
    expect(projectOf(required)).toBe('other')
  })

  it('is refused with 403 when it names another project than its key', async () => {
    const headers = { 'x-api-key': stranger.key }
    expect((await send(required, { ...headers, 'x-project-id': 'default' })).statusCode).toBe(403)
    expect((await send(required, headers, '/projects/default/v1/traces')).statusCode).toBe(403)
    expect((await send(required, { ...headers, 'x-project-id': 'other' })).statusCode).toBe(200)
  })

  it('without a key goes to the project default of an open platform, or to the one that it names', async () => {
    expect((await send(open, {})).statusCode).toBe(200)
    expect(projectOf(open)).toBe('default')
    expect((await send(open, {}, '/projects/other/v1/traces')).statusCode).toBe(200)
    expect(projectOf(open)).toBe('other')
    expect((await send(open, { 'x-project-id': 'nowhere' })).statusCode).toBe(404)
  })

  it('with a wrong key is refused by an open platform too: it was meant for another one', async () => {
    expect((await send(open, { 'x-api-key': 'hz_nobody' })).statusCode).toBe(401)
  })

  it('is all that a key of the scope ingest may send: it reads nothing, over HTTP and in tails', async () => {
    const cookie = `__Host-hanzo_session=${stranger.session}`
    const made = await required.app.inject({
      method: 'POST',
      url: '/api/projects/other/keys',
      headers: { cookie },
      payload: { name: 'a page', scope: 'ingest' },
    })
    expect(made.json()).toMatchObject({ scope: 'ingest', key: expect.any(String) })
    const headers = { 'x-api-key': made.json().key as string }
    expect((await send(required, headers)).statusCode).toBe(200)
    expect(projectOf(required)).toBe('other')
    for (const url of ['/api/projects/other/spans', '/api/projects', '/api/projects/other/traces/tail']) {
      const answer = await required.app.inject({ url, headers })
      expect(answer.json(), url).toMatchObject({ status: 403, code: 'KEY_CANNOT_READ' })
    }
    const listed = await required.app.inject({ url: '/api/projects/other/keys', headers: { cookie } })
    expect(
      listed
        .json()
        .rows.map(({ scope }: { scope: string }) => scope)
        .sort(),
    ).toEqual(['all', 'ingest'])
  })

  it('from one address cannot try more than 100 unknown keys a minute, and a known key is received all the while', async () => {
    const answers = []
    for (let i = 0; i < 110; i += 1) answers.push((await send(required, { 'x-api-key': `hz_guess-${i}` })).statusCode)
    expect(answers).toContain(429)
    expect((await send(required, { 'x-api-key': required.started.apiKey ?? '' })).statusCode).toBe(200)
  })
})

describe('an open platform', () => {
  const ask = (headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
    open.app.inject({
      method,
      url: method === 'GET' ? '/api/projects' : '/api/projects/default/keys',
      headers: { 'content-type': 'application/json', ...headers },
      ...(method === 'POST' ? { payload: { name: 'n' } } : {}),
    })

  it.each(['localhost:4318', '127.0.0.1', '[::1]:4318', 'hanzo.localhost', 'host.docker.internal:4318'])(
    'answers to %s',
    async (host) => expect((await ask({ host })).statusCode).toBe(200),
  )

  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4318', '10.0.0.1'])(
    'refuses a page whose name "%s" was bound to this machine',
    async (host) => expect((await ask({ host })).json()).toMatchObject({ code: 'HOST_REFUSED', status: 421 }),
  )

  it("refuses what another site's page sends, and accepts its own pages and programs", async () => {
    const host = 'localhost:4318'
    for (const origin of ['http://evil.example', 'http://localhost:3000', 'null']) {
      expect((await ask({ host, origin }, 'POST')).json()).toMatchObject({ code: 'CROSS_ORIGIN', status: 403 })
    }
    expect((await ask({ host, origin: 'http://localhost:4318' }, 'POST')).statusCode).toBe(201)
    expect((await ask({ host }, 'POST')).statusCode).toBe(201)
  })
})

describe('a live tail', () => {
  const portOf = (running: RunningApp) => (running.app.server.address() as AddressInfo).port
  async function upgrade(running: RunningApp, path: string, headers: Record<string, string>): Promise<number> {
    const socket = new WebSocket(`ws://127.0.0.1:${portOf(running)}${path}`, { headers })
    const opened = once(socket, 'open').then(() => 101)
    const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number)
    socket.on('error', () => undefined)
    const status = await Promise.race([opened, refused])
    socket.terminate()
    return status
  }
  const tail = '/api/projects/default/traces/tail'

  it("opens with the project's key or on an open platform, and says before the upgrade when it does not", async () => {
    const key = required.started.apiKey ?? ''
    expect(await upgrade(required, tail, { 'x-api-key': key })).toBe(101)
    expect(await upgrade(required, tail, {})).toBe(401)
    expect(await upgrade(required, tail, { 'x-api-key': stranger.key })).toBe(403)
    expect(await upgrade(required, tail, { cookie: `__Host-hanzo_session=${stranger.session}` })).toBe(404)
    expect(await upgrade(open, tail, {})).toBe(101)
  })

  it("does not open for another site's page", async () => {
    expect(await upgrade(open, tail, { origin: 'http://evil.example' })).toBe(403)
    expect(await upgrade(open, tail, { origin: `http://127.0.0.1:${portOf(open)}` })).toBe(101)
  })

  it('does not open where there is none', async () => {
    expect(await upgrade(open, '/api/projects', {})).toBe(404)
    expect(await upgrade(open, '/anything', {})).toBe(404)
  })
})
