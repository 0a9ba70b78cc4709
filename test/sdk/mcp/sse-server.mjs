import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createDemoServer, noteRequests } from './demo-server.mjs'

/**
 * The demo server over HTTP with server-sent events, on loopback: a stream that names the address for messages, and messages answered over that stream.
 * @see https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse
 */
export async function startSseServer() {
  const streams = new Map()
  const sockets = new Set()
  const headers = []
  const server = createServer((request, response) => {
    headers.push(request.headers)
    const { pathname, searchParams } = new URL(request.url, 'http://server')
    if (request.method === 'GET' && pathname === '/sse') void openStream(response)
    else if (request.method === 'POST' && pathname === '/messages')
      void takeMessage(request, response, streams.get(searchParams.get('session')))
    else response.writeHead(404).end()
  })

  async function openStream(response) {
    const session = randomUUID()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const write = (event, data) => response.write(`event: ${event}\ndata: ${data}\n\n`)
    const transport = {
      start: async () => undefined,
      send: async (message) => void write('message', JSON.stringify(message)),
      close: async () => void response.end(),
    }
    streams.set(session, transport)
    response.on('close', () => {
      streams.delete(session)
      transport.onclose?.()
    })
    const seen = []
    await createDemoServer({ seen }).connect(transport)
    noteRequests(transport, seen)
    write('endpoint', `/messages?session=${session}`)
  }

  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = server.address()
  return {
    port,
    url: `http://127.0.0.1:${port}/sse`,
    /** Of every request. */
    headers: () => headers,
    streams: () => streams.size,
    dropConnections: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined))
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function takeMessage(request, response, transport) {
  if (transport === undefined) return void response.writeHead(404).end('no such session')
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  response.writeHead(202).end('accepted')
  transport.onmessage?.(JSON.parse(Buffer.concat(chunks).toString('utf8')))
}
