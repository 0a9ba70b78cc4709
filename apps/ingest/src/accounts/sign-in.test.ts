import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Apps, type RunningApp, startApps } from '../../../../test/platform/start-apps.ts'

const owner = { email: 'owner@example.org', password: 'correct horse battery' }

let apps: Apps
let required: RunningApp

beforeAll(async () => {
  apps = await startApps()
  ;({ required } = apps)
})
afterAll(() => apps?.close())

describe('signing in', () => {
  const post = (url: string, payload: object, headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') =>
    required.app.inject({ method: 'POST', url, payload, headers, remoteAddress })
  const token = () => new URL(required.started.setupUrl ?? '').searchParams.get('token') ?? ''

  it('begins with the set-up, once, by who can read the log', async () => {
    const setup = { ...owner, name: 'Owner' }
    expect((await required.app.inject('/api/session')).json()).toMatchObject({
      access: 'signed-out',
      setupNeeded: true,
      setupTokenNeeded: true,
    })
    expect((await post('/api/setup', setup)).json()).toMatchObject({ code: 'SETUP_TOKEN_WRONG', status: 403 })
    expect((await post('/api/setup', { ...setup, password: 'short', token: token() })).statusCode).toBe(400)
    const made = await post('/api/setup', { ...setup, token: token() })
    expect(made.statusCode).toBe(201)
    expect(made.json()).toMatchObject({ access: 'signed-in', setupNeeded: false, user: { email: owner.email } })
    expect((await post('/api/setup', { ...setup, token: token() })).json()).toMatchObject({ code: 'ALREADY_SET_UP' })
  })

  it('gives a cookie that scripts cannot read, other sites do not send, and plain http does not carry', async () => {
    const answer = await post('/api/session', { ...owner, email: ' Owner@Example.org' })
    expect(answer.statusCode).toBe(200)
    expect(answer.cookies).toEqual([
      expect.objectContaining({
        name: '__Host-hanzo_session',
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
        path: '/',
      }),
    ])
  })

  it('opens the projects and keys of the own organisation, until signing out', async () => {
    const { cookies } = await post('/api/session', owner)
    const cookie = `${cookies[0]?.name}=${cookies[0]?.value}`
    const get = (url: string) => required.app.inject({ url, headers: { cookie } })
    expect((await get('/api/projects')).json().rows).toMatchObject([{ projectId: 'default', keyRequired: true }])
    expect((await get('/api/projects/other')).statusCode).toBe(404)

    const made = await post('/api/projects/default/keys', { name: 'laptop' }, { cookie })
    const { key, keyId, prefix } = made.json()
    expect(key).toMatch(/^hz_/)
    expect(key.startsWith(prefix)).toBe(true)
    expect((await get('/api/projects/default/keys')).body).not.toContain(key)
    expect((await required.app.inject({ url: '/api/projects', headers: { 'x-api-key': key } })).statusCode).toBe(200)
    const revoked = await required.app.inject({
      method: 'DELETE',
      url: `/api/projects/default/keys/${keyId}`,
      headers: { cookie },
    })
    expect(revoked.statusCode).toBe(204)
    expect((await required.app.inject({ url: '/api/projects', headers: { 'x-api-key': key } })).statusCode).toBe(401)

    const out = await required.app.inject({ method: 'DELETE', url: '/api/session', headers: { cookie } })
    expect(out.statusCode).toBe(204)
    expect((await get('/api/projects')).statusCode).toBe(401)
  })

  it('gives a session a new token each time and ends the one before', async () => {
    const first = (await post('/api/session', owner)).cookies[0]
    const cookie = `${first?.name}=${first?.value}`
    const second = (await post('/api/session', owner, { cookie })).cookies[0]
    expect(second?.value).not.toBe(first?.value)
    expect((await required.app.inject({ url: '/api/projects', headers: { cookie } })).statusCode).toBe(401)
  })

  it("is refused to another site's page", async () => {
    const answer = await post('/api/session', owner, { origin: 'https://evil.example' })
    expect(answer.json()).toMatchObject({ code: 'CROSS_ORIGIN' })
    const own = await post('/api/session', owner, { origin: 'https://hanzo.example.org' })
    expect(own.statusCode).toBe(200)
  })

  it('answers the same to a wrong password and to an unknown address, and stops after ten failures', async () => {
    const wrong = { email: owner.email, password: 'wrong' }
    const unknown = { email: 'nobody@example.org', password: 'wrong' }
    const [a, b] = [
      await post('/api/session', wrong, {}, '192.0.2.7'),
      await post('/api/session', unknown, {}, '192.0.2.7'),
    ]
    expect(a.statusCode).toBe(401)
    expect(b.body).toBe(a.body)
    for (let i = 0; i < 8; i += 1) await post('/api/session', unknown, {}, '192.0.2.7')
    const refused = await post('/api/session', owner, {}, '192.0.2.7')
    expect(refused.statusCode).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60)
    expect((await post('/api/session', owner, {}, '192.0.2.8')).statusCode).toBe(200)
  })
})

describe('the log', () => {
  it('holds no key, password, token or query string', () => {
    const log = required.logged.join('')
    expect(log).toContain('"path":"/api/session"')
    const secrets = [required.started.apiKey ?? '', owner.password]
    const token = new URL(required.started.setupUrl ?? '').searchParams.get('token') ?? ''
    for (const secret of [...secrets, token]) expect(log).not.toContain(secret)
  })
})
