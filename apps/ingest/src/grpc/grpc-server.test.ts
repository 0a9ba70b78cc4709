import { type ClientHttp2Session, connect } from 'node:http2'
import { createConnection, type Socket } from 'node:net'
import { Client, credentials, Metadata, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import protobuf from 'protobufjs/minimal.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { framed, sendCall } from '../../../../test/fixtures/grpc-calls.ts'
import { answerMessage } from './answer-call.ts'
import { createGrpcServer, type GrpcMethod, type GrpcServer, type GrpcServerOptions } from './grpc-server.ts'
import { healthMethods } from './health-service.ts'

let servers: GrpcServer[]
let isServing: boolean
let released: (() => void) | undefined

const echo: GrpcMethod = async ({ stream }) => answerMessage(stream, Buffer.from('echo'))
const held: GrpcMethod = async ({ stream }) => {
  await new Promise<void>((resolve) => {
    released = resolve
  })
  answerMessage(stream, Buffer.from('held'))
}

beforeEach(() => {
  servers = []
  isServing = true
  released = undefined
})
afterEach(() => Promise.all(servers.map((server) => server.close())))

async function start(
  limits: GrpcServerOptions['limits'] = {},
): Promise<{ server: GrpcServer; address: string; port: number }> {
  const server = createGrpcServer({
    methods: {
      '/test/Echo': echo,
      '/test/Held': held,
      ...healthMethods({ services: ['known'], isServing: () => isServing }),
    },
    logger: { error: () => undefined, debug: () => undefined },
    limits,
    httpHint: () => 'send OTLP over HTTP to http://localhost:4318',
  })
  servers.push(server)
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return { server, port, address: `127.0.0.1:${port}` }
}

const call = (address: string, path: string) =>
  sendCall(address, { headers: { ':path': path }, chunks: [framed(Buffer.alloc(0), 0)] })

const ended = (socket: Socket | ClientHttp2Session) =>
  new Promise<void>((resolve) => {
    socket.on('error', () => undefined)
    socket.once('close', resolve)
  })

/** What the other end writes until it hangs up. */
function readAll(port: number, sent: string): Promise<string> {
  return new Promise((resolve) => {
    let found = ''
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(sent))
    socket.on('data', (chunk) => {
      found += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(found))
  })
}

describe('a connection', () => {
  it('of HTTP/1.1 is told where to send instead', async () => {
    const { port } = await start()
    const answer = await readAll(port, 'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 426 /)
    expect(answer).toContain('send OTLP over HTTP to http://localhost:4318')
  })

  it('that begins byte by byte is understood', async () => {
    const { port } = await start()
    const socket = createConnection({ port, host: '127.0.0.1' })
    const begun = new Promise<Buffer>((resolve) => socket.once('data', resolve))
    for (const letter of 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') socket.write(letter)
    socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]))
    // The settings of the server: a frame of type 4 on stream 0.
    expect((await begun)[3]).toBe(4)
    socket.destroy()
  })

  it('whose client never says that it speaks HTTP/2, or falls silent, is ended; one that answers is kept', async () => {
    const { port, address } = await start({ pingAfterMilliseconds: 40, silenceMillisecondsMax: 120 })
    const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    const mute = createConnection({ port, host: '127.0.0.1' }, () => mute.write(preface))
    // Says that it speaks HTTP/2, and answers no ping.
    const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
    const silent = createConnection({ port, host: '127.0.0.1' }, () => silent.write(Buffer.concat([preface, settings])))
    const kept = connect(`http://${address}`)
    for (const socket of [mute, silent]) socket.resume()
    let pings = 0
    kept.on('ping', () => pings++)
    await Promise.all([ended(mute), ended(silent)])
    expect(kept.closed).toBe(false)
    expect(pings).toBeGreaterThan(0)
    kept.close()
  })

  it('that is old is asked to come again, and its calls are answered', async () => {
    const { address } = await start({
      ageMillisecondsMax: 50,
      pingAfterMilliseconds: 40,
      silenceMillisecondsMax: 10_000,
    })
    const session = connect(`http://${address}`)
    const asked = new Promise((resolve) => session.once('goaway', resolve))
    const request = session.request({ ':method': 'POST', ':path': '/test/Held', 'content-type': 'application/grpc' })
    request.end(framed(Buffer.alloc(0), 0))
    await asked
    const answered = new Promise<string>((resolve) => request.once('data', (bytes) => resolve(String(bytes))))
    released?.()
    expect(await answered).toContain('held')
    await ended(session)
  })

  it('that sends garbage is ended, whatever it is, and the others go on', async () => {
    const { address, port } = await start({ pingAfterMilliseconds: 40, silenceMillisecondsMax: 80 })
    const frame = fc
      .tuple(fc.nat(12), fc.nat(255), fc.nat(5), fc.uint8Array({ maxLength: 60 }), fc.nat(80))
      .map(([type, flags, stream, payload, claimed]) => {
        const length = claimed > 60 ? claimed : payload.length
        return Buffer.from([0, 0, length, type, flags, 0, 0, 0, stream, ...payload])
      })
    const beginning = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(frame, { maxLength: 12 }), async (isHttp2, frames) => {
        const bytes = Buffer.concat([...(isHttp2 ? [beginning] : []), ...frames])
        await new Promise<void>((resolve) => {
          const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.end(bytes))
          socket.on('error', () => undefined)
          socket.on('close', () => resolve())
          socket.resume()
        })
      }),
      { seed: 43, numRuns: 100 },
    )
    expect(await call(address, '/test/Echo')).toMatchObject({ 'grpc-status': '0' })
  })

  it('beyond the most that are kept is not accepted', async () => {
    const { address, port } = await start({ connectionsMax: 1 })
    const first = connect(`http://${address}`)
    await new Promise((resolve) => first.once('remoteSettings', resolve))
    expect(await readAll(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')).toBe('')
    first.close()
  })
})

describe('closing', () => {
  it('finishes the calls under way, and waits for nobody who is idle', async () => {
    const { server, address } = await start()
    const idle = connect(`http://${address}`)
    await new Promise((resolve) => idle.once('remoteSettings', resolve))
    const answer = call(address, '/test/Held')
    await expect.poll(() => released).toBeTypeOf('function')
    const closed = server.close()
    released?.()
    expect(await answer).toMatchObject({ 'grpc-status': '0' })
    await closed
    expect(await call(address, '/test/Echo')).toEqual({})
  })

  it('does not wait longer than it may', async () => {
    const { server, address } = await start()
    const answer = call(address, '/test/Held')
    await expect.poll(() => released).toBeTypeOf('function')
    await server.close(20)
    expect(await answer).not.toHaveProperty('grpc-status')
  })
})

describe('health', () => {
  const encode = (service: string) => Buffer.from(protobuf.Writer.create().uint32(10).string(service).finish())
  const asBytes = (bytes: Buffer) => bytes

  function check(client: Client, service: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const path = '/grpc.health.v1.Health/Check'
      client.makeUnaryRequest(path, asBytes, asBytes, encode(service), new Metadata(), (error, answer) => {
        if (error) reject(error)
        else resolve(answer?.[1])
      })
    })
  }

  it('is told of the server and of each service, to everybody', async () => {
    const { address } = await start()
    const client = new Client(address, credentials.createInsecure())
    expect(await check(client, '')).toBe(1)
    isServing = false
    expect(await check(client, 'known')).toBe(2)
    await expect(check(client, 'other')).rejects.toMatchObject({ code: status.NOT_FOUND })
    client.close()
  })

  it('is told again whenever it changes', async () => {
    const { address } = await start()
    const client = new Client(address, credentials.createInsecure())
    const watch = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', asBytes, asBytes, encode('known'))
    watch.on('error', () => undefined)
    const answers: number[] = []
    watch.on('data', (answer: Buffer) => {
      answers.push(answer[1] as number)
      isServing = false
    })
    await expect.poll(() => answers, { timeout: 5_000 }).toEqual([1, 2])
    watch.cancel()
    client.close()
  })
})
