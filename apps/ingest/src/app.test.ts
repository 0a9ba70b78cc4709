import type { FastifyInstance, HTTPMethods, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Apps, insertStranger, type RunningApp, startApps, stranger } from '../../../test/platform/start-apps.ts'

let apps: Apps
let required: RunningApp

beforeAll(async () => {
  apps = await startApps()
  ;({ required } = apps)
  await apps.query(insertStranger)
})
afterAll(() => apps?.close())

interface Route {
  method: HTTPMethods
  url: string
}

/** Every route that the app answers, from its own tree of them. */
function routesOf(app: FastifyInstance): Route[] {
  const parents: string[] = []
  const routes: Route[] = []
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const match = /^((?:[│ ] {3})*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!match) continue
    const depth = (match[1] ?? '').length / 4
    const url = (parents[depth - 1] ?? '') + match[2]
    parents[depth] = url
    for (const method of (match[3] ?? '').split(', ')) if (method) routes.push({ method: method as HTTPMethods, url })
  }
  return routes
}

// Metrics have a token of their own, and no address without one.
const answersAnybody = new Set(['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/session', '/api/setup'])

interface GuardedRequest {
  method: 'GET'
  url: string
  headers?: Record<string, string>
  payload?: string
}

function guardedRequests(app: FastifyInstance): GuardedRequest[] {
  return (
    routesOf(app)
      // What a browser asks before it lets a page send carries no key, and the answer tells nothing.
      .filter(({ url, method }) => !answersAnybody.has(url) && method !== 'OPTIONS')
      .map(({ method, url }) => ({
        // Whichever it is; the type of inject's options is only happy with one of them.
        method: method as 'GET',
        url: url.replace(':projectId', 'default').replace(/:\w+/g, '0af7651916cd43dd8448eb211c80319c'),
        // A body that no route understands: who may not ask must not even learn that.
        ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, payload: '{"nonsense":1}' } : {}),
      }))
  )
}

/** What people do, and keys may not. */
const needsPerson = ({ method, url }: GuardedRequest) =>
  url.startsWith('/api/projects/default/keys') ||
  (url.startsWith('/api/projects/default/views') && !['GET', 'HEAD'].includes(method)) ||
  ['PUT', 'DELETE'].includes(method) ||
  url.endsWith('/replay')

const withHeaders = (request: GuardedRequest, headers: Record<string, string>): InjectOptions => ({
  ...request,
  headers: { ...request.headers, ...headers },
})
const describeRequest = ({ method, url }: GuardedRequest) => `${method} ${url}`

/** Whether telemetry is received there; Prometheus's API has a version of its own in its paths. */
const isOtlp = (url: string) => /^(\/projects\/[^/]+)?\/v1\//.test(url)

describe('every route', () => {
  it('is found by the walk', () => {
    const walked = guardedRequests(required.app).map(describeRequest)
    expect(walked).toEqual(
      expect.arrayContaining([
        'POST /v1/traces',
        'POST /projects/default/v1/logs',
        'GET /api/projects',
        'DELETE /api/projects/default/keys/0af7651916cd43dd8448eb211c80319c',
        'GET /api/projects/default/spans',
        'GET /api/projects/default/traces/tail',
      ]),
    )
    expect(walked.length).toBeGreaterThan(25)
  })

  it.each([
    ['without a session or a key', {}],
    ['with a key that nobody has', { 'x-api-key': 'hz_nobody' }],
    ['with a session that nobody has', { cookie: '__Host-hanzo_session=nobody' }],
  ])('refuses a request %s with 401, whatever else is wrong with it', async (_name, headers) => {
    for (const request of guardedRequests(required.app)) {
      const answer = await required.app.inject(withHeaders(request, headers))
      const isWrongMethod = answer.statusCode === 405 && isOtlp(request.url)
      const needsSession = 'x-api-key' in headers && !isWrongMethod && needsPerson(request)
      expect(isWrongMethod ? 401 : answer.statusCode, describeRequest(request)).toBe(needsSession ? 403 : 401)
    }
  })

  it.each([
    ['key', { 'x-api-key': stranger.key }],
    ['bearer token', { authorization: `Bearer ${stranger.key}` }],
    ['session', { cookie: `__Host-hanzo_session=${stranger.session}` }],
  ])("refuses another project's %s", async (_name, headers) => {
    for (const request of guardedRequests(required.app)) {
      const url = request.url
      if (!url.includes('/projects/default')) continue
      const answer = await required.app.inject(withHeaders(request, headers))
      if (answer.statusCode === 405) continue
      // A session is no key: telemetry is not received for it.
      const expected = 'cookie' in headers ? (isOtlp(url) ? 401 : 404) : 403
      expect(answer.statusCode, describeRequest(request)).toBe(expected)
    }
    expect(required.accepted).toEqual([])
  })

  it("lets the project's own key read", async () => {
    for (const request of guardedRequests(required.app)) {
      const url = request.url
      if (!url.startsWith('/api/projects/default/') || needsPerson(request) || url.endsWith('/tail')) continue
      const answer = await required.app.inject(withHeaders(request, { 'x-api-key': required.started.apiKey ?? '' }))
      expect([401, 403], describeRequest(request)).not.toContain(answer.statusCode)
      expect(answer.body, describeRequest(request)).not.toMatch(/no such (project|address)/)
    }
  })
})

describe('an error', () => {
  it('is problem details with a stable code, and the headers of its status', async () => {
    const answer = await required.app.inject('/api/projects')
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toMatchObject({ type: 'about:blank', status: 401, code: 'UNAUTHORIZED' })
    expect((await required.app.inject('/api/nothing')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    const broken = await required.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    })
    expect(broken.json()).toMatchObject({ status: 400, code: 'INVALID_JSON' })
  })
})

describe('telemetry that is sent where nobody receives it', () => {
  const unidentified = async () => {
    const answer = await apps.open.app.inject('/api/projects/default/ingest/status')
    return (answer.json() as { unidentified: { code: string; reason: string; client: string }[] }).unidentified
  }

  it('is told of with its path, unlike other requests for nothing', async () => {
    const headers = { 'content-type': 'application/x-protobuf', 'user-agent': 'exporter/1.0' }
    for (const url of ['/v1/traces/v1/traces', '/', '/api/nothing']) {
      await apps.open.app.inject({ method: 'POST', url, headers, payload: '' })
      await apps.open.app.inject({ method: 'GET', url })
    }
    await apps.open.app.inject({ method: 'POST', url: '/wp-login.php', payload: {} })
    const [latest] = await unidentified()
    expect(latest).toMatchObject({ code: 'NOT_FOUND', client: 'exporter/1.0', requestCount: 3 })
    expect(latest?.reason).toContain('nobody receives at /api/nothing')
  })
})
