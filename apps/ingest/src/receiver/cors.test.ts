import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, it } from 'vitest'
import { UnauthorizedError } from '../errors.ts'
import { bodyMemoryFor } from './body-memory.ts'
import type { CorsOrigins } from './cors.ts'
import { receiver } from './receiver.ts'

const page = 'https://shop.example.org'

let app: FastifyInstance
afterEach(() => app.close())

async function start(corsOrigins: CorsOrigins | undefined): Promise<void> {
  app = Fastify()
  await app.register(receiver, {
    corsOrigins,
    bodyBytesMax: 1_000,
    bodyMemory: bodyMemoryFor(1_000),
    intake: {
      take: async () => ({ acceptedCount: 0, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }),
    },
    resolveProject: async ({ headers }) => {
      if (headers['x-api-key'] === undefined) throw new UnauthorizedError('send an api key')
      return { projectId: 'default', retentionDays: 30 }
    },
  })
}

const preflight = (origin: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'OPTIONS',
    url: '/v1/traces',
    headers: { origin, 'access-control-request-method': 'POST', ...headers },
  })

const post = (origin: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/projects/p1/v1/logs',
    headers: { origin, 'content-type': 'application/json', ...headers },
    payload: '{}',
  })

it('answers what a browser asks beforehand, for the pages that may send', async () => {
  await start([page])
  const answer = await preflight(page, { 'access-control-request-headers': 'content-encoding,content-type,x-api-key' })
  expect(answer.statusCode).toBe(204)
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-encoding,content-type,x-api-key',
    vary: 'origin',
  })
  expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  expect(answer.headers).not.toHaveProperty('access-control-allow-private-network')
  const local = await preflight(page, { 'access-control-request-private-network': 'true' })
  expect(local.headers).toMatchObject({ 'access-control-allow-private-network': 'true' })
})

it('lets such a page read every answer, also the refusals', async () => {
  await start([page])
  for (const [headers, statusCode] of [
    [{ 'x-api-key': 'hk_1' }, 200],
    [{}, 401],
    [{ 'x-api-key': 'hk_1', 'content-type': 'text/plain' }, 415],
  ] as const) {
    const answer = await post(page, headers)
    expect(answer).toMatchObject({ statusCode, headers: { 'access-control-allow-origin': page, vary: 'origin' } })
    expect(answer.headers['access-control-expose-headers']).toBe('retry-after')
  }
})

it('tells pages of other origins, and all where none may send, which setting is in their way', async () => {
  for (const [origins, origin] of [
    [[page], 'https://shop.example.org.evil.example'],
    [[page], 'null'],
    [undefined, page],
  ] as const) {
    await start(origins)
    const answer = await preflight(origin)
    expect(answer.statusCode).toBe(403)
    expect(answer.json().message).toContain('HANZO_CORS_ORIGINS')
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    const sent = await post(origin, { 'x-api-key': 'hk_1' })
    expect(sent.headers).not.toHaveProperty('access-control-allow-origin')
    await app.close()
  }
})

it('answers pages of any origin where all may send', async () => {
  await start('*')
  expect((await preflight('https://anybody.example')).headers).toMatchObject({ 'access-control-allow-origin': '*' })
  expect(await post('https://anybody.example')).toMatchObject({
    statusCode: 401,
    headers: { 'access-control-allow-origin': '*' },
  })
})
