import { Agent, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { bodyMemoryFor, createBodyMemory } from './body-memory.ts'
import { readBody } from './read-body.ts'
import { receiver } from './receiver.ts'

const mebibyte = 1_048_576

function reading(source: Iterable<Uint8Array>, bytesMax: number, contentEncoding: 'identity' | 'gzip' = 'gzip') {
  let bytesTaken = 0
  const body = readBody(Readable.from(source, { objectMode: false }), {
    contentEncoding,
    bytesMax,
    take: (bytes) => {
      bytesTaken += bytes
    },
  })
  return { body, bytesTaken: () => bytesTaken }
}

describe('a compressed body', () => {
  it('that unfolds to a multiple of the limit is stopped there: no more than the limit is kept', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * mebibyte))
    expect(bomb.length).toBeLessThan(mebibyte)
    const { body, bytesTaken } = reading([bomb], mebibyte)
    await expect(body).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', statusCode: 413 })
    expect(bytesTaken()).toBeLessThanOrEqual(mebibyte)
  })

  it('of ever more empty gzip members is stopped by its length as sent', async () => {
    const member = gzipSync('')
    function* members() {
      for (let sent = 0; sent < 100_000; sent += member.length) yield member
    }
    await expect(reading(members(), 10_000).body).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  it('whose connection ends early is told apart from one that is broken', async () => {
    const bytes = gzipSync('hello')
    function* cut() {
      yield bytes.subarray(0, 10)
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    }
    await expect(reading(cut(), 1_000).body).rejects.toMatchObject({ code: 'BODY_CUT_SHORT' })
    await expect(reading([bytes.subarray(0, 10)], 1_000).body).rejects.toMatchObject({ code: 'UNDECODABLE' })
  })
})

describe('the memory for bodies', () => {
  const busy = expect.objectContaining({ code: 'RECEIVER_BUSY', statusCode: 503, retryable: true })

  it('gives a project as much as it leaves free, answers 503 beyond, and has room again after a release', () => {
    const memory = createBodyMemory(100)
    const first = memory.open('a')
    const second = memory.open('a')
    first.take(40)
    expect(() => second.take(20)).toThrow(busy)
    second.take(10)
    expect(() => second.take(1)).toThrow(busy)
    first.release()
    second.take(40)
    second.release()
    expect(() => memory.open('a').take(50)).not.toThrow()
  })

  it('has room for a project however much others hold, and never gives out more than there is', () => {
    const memory = createBodyMemory(1_000)
    let taken = 0
    for (const projectId of ['a', 'b', 'c', 'd']) {
      const share = memory.open(projectId)
      let ofProject = 0
      try {
        for (;;) {
          share.take(1)
          ofProject += 1
        }
      } catch (error) {
        expect(error).toEqual(busy)
      }
      expect(ofProject).toBeGreaterThan(50)
      taken += ofProject
    }
    expect(taken).toBeLessThan(1_000)
  })
})

describe('over a real connection', () => {
  it('a client that sends far too much hears 413, and goes on with the same connection', async () => {
    const app = Fastify()
    await app.register(receiver, {
      bodyBytesMax: 10_000,
      bodyMemory: bodyMemoryFor(10_000),
      intake: {
        take: () => Promise.resolve({ acceptedCount: 0, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }),
      },
      resolveProject: () => Promise.resolve({ projectId: 'default', retentionDays: 30 }),
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const send = (chunks: number) =>
      new Promise<{ statusCode: number | undefined; localPort: number | undefined }>((resolve, reject) => {
        const headers = { 'content-type': 'application/x-protobuf', 'transfer-encoding': 'chunked' }
        const request = httpRequest({ agent, port, method: 'POST', path: '/v1/traces', headers }, (response) => {
          const { localPort } = response.socket
          response.resume()
          response.on('end', () => resolve({ statusCode: response.statusCode, localPort }))
        })
        request.on('error', reject)
        for (let sent = 0; sent < chunks; sent += 1) request.write(Buffer.alloc(mebibyte))
        request.end()
      })
    const refused = await send(16)
    expect(refused.statusCode).toBe(413)
    expect(await send(0)).toEqual({ statusCode: 200, localPort: refused.localPort })
    agent.destroy()
    await app.close()
  })
})
