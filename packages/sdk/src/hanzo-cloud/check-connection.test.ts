import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeRpcStatus } from '../export/read-otlp.fixture.ts'
import { checkConnection } from './check-connection.ts'
import { prepareCloud } from './prepare-cloud.ts'

let server: Server
let cloudUrl: string
let answer: { status: number; headers?: Record<string, string>; body?: string | Uint8Array }

beforeEach(async () => {
  answer = { status: 200, headers: { 'content-type': 'application/x-protobuf' } }
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(answer.status, answer.headers).end(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cloudUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const check = (apiKey: string | undefined = 'hk_0123456789abcdef') =>
  checkConnection(prepareCloud({ cloudUrl, apiKey }, {}))
const otlp = { 'content-type': 'application/x-protobuf' }

describe('checking the connection', () => {
  it('is fine when an empty request is taken, and tells how long that took', async () => {
    const { latencyMs, ...result } = await check()
    expect(result).toEqual({ ok: true, status: 200 })
    expect(latencyMs).toBeGreaterThanOrEqual(0)
  })

  it.each([
    [401, otlp, 'unauthorized'],
    [403, otlp, 'wrong_project'],
    [404, otlp, 'wrong_project'],
    [404, { 'content-type': 'text/html' }, 'unreachable'],
    [200, { 'content-type': 'text/html' }, 'unreachable'],
    [503, otlp, 'unreachable'],
    [302, { location: 'http://elsewhere.example/' }, 'unreachable'],
  ])('%i with %j is %s', async (status, headers, problem) => {
    answer = { status, headers: headers as Record<string, string> }
    expect(await check()).toMatchObject({ ok: false, status, problem })
  })

  it("passes the server's words on, without the key", async () => {
    const body = encodeRpcStatus(16, 'hk_0123456789abcdef is unknown')
    answer = { status: 401, headers: otlp, body }
    expect(await check()).toMatchObject({ message: 'hk_0… is unknown' })
  })

  it.each([-3_600_000, 3_600_000])('finds a clock that is %i ms off', async (millis) => {
    answer = { status: 200, headers: { ...otlp, date: new Date(Date.now() + millis).toUTCString() } }
    const result = await check()
    expect(result).toMatchObject({ ok: false, problem: 'clock_skew' })
    expect(result.message).toMatch(/(3599|3600|3601) s (ahead of|behind) the server's/)
  })

  it('is unreachable where nobody listens, and where the address is none', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await check()).toMatchObject({
      ok: false,
      problem: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    })
    expect(await checkConnection(prepareCloud({ cloudUrl: 'x', apiKey: 'k' }, {}))).toMatchObject({
      problem: 'unreachable',
    })
  })

  it('is unauthorized without a key, and asks nobody', async () => {
    const cloud = prepareCloud({ cloudUrl: 'https://cloud.hanzo.ai' }, {})
    expect(await checkConnection(cloud, () => Promise.reject(new Error('asked')))).toMatchObject({
      problem: 'unauthorized',
    })
  })
})
