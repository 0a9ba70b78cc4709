import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, expect, it, vi } from 'vitest'
import { limitConnections } from './limit-connections.ts'
import { type ServerLimits, serverLimits, serverOptions } from './server-limits.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const quick = { ...serverLimits, connectionsCheckingInterval: 20 }

/** A server that answers `GET /` at once, reads bodies at `POST /`, and `GET /held` once it is let go. */
async function start(limits: Partial<ServerLimits> = {}, connectionsMax = 1_000) {
  const app: FastifyInstance = Fastify(serverOptions({ ...quick, ...limits }))
  const onFull = vi.fn()
  const counts = limitConnections(app.server, { connectionsMax, onFull })
  const held: (() => void)[] = []
  app.get('/', async () => 'here')
  app.post('/', async (request) => ({ read: request.body }))
  app.get('/held', () => new Promise((resolve) => held.push(() => resolve('released'))))
  await app.listen({ port: 0, host: '127.0.0.1' })
  closing.push(() => app.close())
  return { counts, held, onFull, port: (app.server.address() as AddressInfo).port }
}

interface Client {
  socket: Socket
  /** Everything that was received. */
  text(): string
  closed: Promise<unknown>
  receives(text: string, times?: number): Promise<void>
}

async function open(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  socket.on('end', () => socket.end())
  // A connection that the server resets is closed, and that is what the tests wait for.
  socket.on('error', () => socket.destroy())
  closing.push(() => socket.destroy())
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  const receives = async (wanted: string, times = 1) => {
    while (text.split(wanted).length <= times) {
      if (socket.destroyed) throw new Error(`closed after: ${text}`)
      await Promise.race([once(socket, 'data'), closed])
    }
  }
  return { socket, text: () => text, closed, receives }
}

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`

it('closes a connection that never sends anything', async () => {
  const { port, counts } = await start({ headersTimeout: 50 })
  const silent = await open(port)
  await silent.closed
  expect(silent.text()).toContain('408 Request Timeout')
  await expect.poll(() => counts().open).toBe(0)
})

it('answers 408 to a header that comes byte by byte, however steadily', async () => {
  const { port } = await start({ headersTimeout: 200 })
  const slow = await open(port)
  const header = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ${'a'.repeat(10_000)}`
  let sent = 0
  const timer = setInterval(() => slow.socket.write(header[sent++] ?? 'a'), 10)
  await slow.closed
  clearInterval(timer)
  expect(sent).toBeGreaterThan(5)
  expect(slow.text()).toContain('408 Request Timeout')
})

it('answers 408 to a body that comes byte by byte', async () => {
  const { port } = await start({ headersTimeout: 200, requestTimeout: 300 })
  const slow = await open(port)
  slow.socket.write(
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n',
  )
  const timer = setInterval(() => slow.socket.write('1'), 10)
  await slow.closed
  clearInterval(timer)
  expect(slow.text()).toContain('408 Request Timeout')
})

it('closes a connection that is idle after a request, and none that is used again in time', async () => {
  const { port } = await start({ keepAliveTimeout: 300 })
  const client = await open(port)
  for (let request = 1; request <= 3; request += 1) {
    client.socket.write(get())
    await client.receives('here', request)
  }
  await client.closed
  expect(client.text().match(/200 OK/g)).toHaveLength(3)
})

it('closes a connection whose client does not read its answer', async () => {
  const { port, counts } = await start({ connectionTimeout: 100 })
  const client = await open(port)
  client.socket.write(get('/held'))
  await client.closed
  await expect.poll(() => counts().open).toBe(0)
})

it('answers 431 to a header that is too large', async () => {
  const { port } = await start()
  const client = await open(port)
  client.socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`)
  await client.closed
  expect(client.text()).toContain('431 ')
})

it('takes a client that has closed its half before its answer for one that has gone', async () => {
  const { port, counts, held } = await start()
  const client = await open(port)
  client.socket.end(get('/held'))
  await client.closed
  expect(client.text()).toBe('')
  await expect.poll(() => counts().open).toBe(0)
  for (const release of held) release()
})

it('answers 400 to a client that closes its half in the middle of a header, and lets it go', async () => {
  const { port, counts } = await start()
  const client = await open(port)
  client.socket.end('GET / HTTP/1.1\r\nHost')
  await client.closed
  expect(client.text()).toContain('400 Bad Request')
  await expect.poll(() => counts().open).toBe(0)
})

it('at the limit closes the connection that has been silent for longest, and serves the new one', async () => {
  const { port, counts } = await start({}, 3)
  const first = await open(port)
  const second = await open(port)
  const third = await open(port)
  first.socket.write(get())
  await first.receives('here')
  const fourth = await open(port)
  fourth.socket.write(get())
  await fourth.receives('here')
  await second.closed
  expect(first.socket.destroyed).toBe(false)
  expect(third.socket.destroyed).toBe(false)
  expect(counts()).toEqual({ open: 3, evicted: 1, refused: 0 })
})

it('keeps connections that had a request, while a flood of new ones comes and goes', async () => {
  const { port } = await start({}, 50)
  const served = await Promise.all(Array.from({ length: 20 }, () => open(port)))
  for (const client of served) {
    client.socket.write(get())
    await client.receives('here')
  }
  await Promise.all(Array.from({ length: 300 }, () => open(port)))
  for (const client of served) {
    client.socket.write(get())
    await client.receives('here', 2)
  }
})

it('never lets a flood of slow headers keep out who sends a request', async () => {
  const { port, counts, onFull } = await start({}, 20)
  const flood = await Promise.all(Array.from({ length: 100 }, () => open(port)))
  for (const { socket } of flood) if (!socket.destroyed) socket.write('GET / HTTP/1.1\r\nX-Slow: ')
  for (let request = 0; request < 50; request += 1) {
    const client = await open(port)
    client.socket.write(get())
    await client.receives('here')
    client.socket.destroy()
  }
  expect(counts().open).toBeLessThanOrEqual(20)
  expect(counts().refused).toBe(0)
  expect(onFull).toHaveBeenCalledTimes(1)
})

it('keeps every connection with a request under way, and answers 503 with Retry-After when all are', async () => {
  const { port, counts, held } = await start({}, 2)
  const working = await Promise.all([open(port), open(port)])
  for (const { socket } of working) socket.write(get('/held'))
  await expect.poll(() => held.length).toBe(2)
  const refused = await open(port)
  refused.socket.write(get())
  await refused.closed
  expect(refused.text()).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 2\r\n/)
  expect(counts()).toEqual({ open: 2, evicted: 0, refused: 1 })
  for (const release of held) release()
  await Promise.all(working.map((client) => client.receives('released')))
  const later = await open(port)
  later.socket.write(get())
  await later.receives('here')
})

it('does not take a connection for idle while a later request of it is under way', async () => {
  const { port, held } = await start({}, 1)
  const client = await open(port)
  client.socket.write(get() + get('/held'))
  await client.receives('here')
  await expect.poll(() => held.length).toBe(1)
  const refused = await open(port)
  await refused.closed
  expect(refused.text()).toContain('503')
  held[0]?.()
  await client.receives('released')
})
