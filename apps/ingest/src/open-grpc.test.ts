import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { framed, sendCall } from '../../../test/fixtures/grpc-calls.ts'
import { type Apps, insertStranger, startApps, stranger } from '../../../test/platform/start-apps.ts'
import { loadConfig } from './config.ts'
import type { GrpcServer } from './grpc/grpc-server.ts'
import type { RefusedRequest } from './health/outcome.ts'
import type { TakeRequest } from './intake.ts'
import { createLog } from './log.ts'
import { openGrpc } from './open-grpc.ts'
import { bodyMemoryFor } from './receiver/body-memory.ts'

let apps: Apps
let server: GrpcServer | undefined
let taken: TakeRequest[]
let refused: RefusedRequest[]
const readiness = { accounts: true, telemetry: true }

beforeAll(async () => {
  apps = await startApps()
  await apps.query(insertStranger)
})
afterAll(() => apps?.close())
afterEach(() => {
  readiness.accounts = true
  return server?.close()
})

/** A receiver of its own beside one of the apps, on the same accounts. */
async function start(access: 'required' | 'open', environment: Record<string, string> = {}) {
  taken = []
  refused = []
  server = openGrpc(
    loadConfig({ DATABASE_URL: 'postgres://nobody@localhost/none', HANZO_ACCESS: access, ...environment }),
    {
      accounts: apps[access].accounts,
      intake: {
        take: async (request) => {
          taken.push(request)
          return { acceptedCount: 0, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }
        },
      },
      bodyMemory: bodyMemoryFor(1_000_000),
      readiness,
      onRefused: (request) => refused.push(request),
      publicUrl: () => 'http://localhost:4318',
      log: createLog('silent'),
    },
  )
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return async (headers: Record<string, string>, host = '127.0.0.1') => {
    const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export'
    const answer = await sendCall(`127.0.0.1:${port}`, {
      headers: { ':path': path, ':authority': `${host}:${port}`, ...headers },
      chunks: [framed(Buffer.alloc(0), 0)],
    })
    return answer['grpc-status']
  }
}

it('asks for the key of a project in the metadata, as the HTTP side does in its headers', async () => {
  const send = await start('required')
  expect(await send({})).toBe('16')
  expect(await send({ 'x-api-key': 'hz_nobody' })).toBe('16')
  expect(await send({ 'x-api-key': stranger.key })).toBe('0')
  expect(await send({ authorization: `Bearer ${stranger.key}`, 'x-project-id': 'other' })).toBe('0')
  expect(await send({ 'x-api-key': stranger.key, 'x-project-id': 'default' })).toBe('7')
  expect(taken.map(({ project }) => project.projectId)).toEqual(['other', 'other'])
  expect(refused.map(({ code, signal }) => [code, signal])).toEqual([
    ['API_KEY_MISSING', 'traces'],
    ['API_KEY_INVALID', 'traces'],
    ['PROJECT_MISMATCH', 'traces'],
  ])
})

it('asks nobody on this machine where access is open, by no other name than its own', async () => {
  const send = await start('open')
  expect(await send({})).toBe('0')
  expect(await send({}, 'localhost')).toBe('0')
  expect(await send({}, 'rebound.example.org')).not.toBe('0')
  expect(await send({ 'x-project-id': 'nowhere' })).toBe('5')
  expect(taken.map(({ project }) => project.projectId)).toEqual(['default', 'default'])
})

it('is to be asked again while its keys cannot be checked yet', async () => {
  const send = await start('required')
  readiness.accounts = false
  expect(await send({ 'x-api-key': stranger.key })).toBe('14')
})

it('counts wrong keys by the address of who sends, also behind a proxy that it trusts', async () => {
  const send = await start('required', { TRUST_PROXY: 'loopback' })
  const attempt = (key: number, from: string) =>
    send({ 'x-api-key': `hz_wrong-${from}-${key}`, 'x-forwarded-for': from })
  const keys = Array.from({ length: 130 }, (_, key) => key)
  const answers = new Set(await Promise.all(keys.map((key) => attempt(key, '203.0.113.7'))))
  expect(answers).toEqual(new Set(['16', '8']))
  expect(await attempt(0, '203.0.113.8')).toBe('16')
})
