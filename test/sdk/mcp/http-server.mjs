import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { createDemoServer, noteRequests } from './demo-server.mjs'

/**
 * The demo server over streamable HTTP with sessions, on loopback.
 * @param {{ port?: number, json?: boolean }} [options] `json` answers with a body instead of a stream.
 */
export async function startHttpServer({ port = 0, json = false } = {}) {
  const sessions = new Map()
  const sockets = new Set()
  const headers = []
  let pending = 0
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.destroy(error))
  })
  async function handle(request, response) {
    headers.push(request.headers)
    if (request.method === 'POST') pending += 1
    response.on('close', () => {
      if (request.method === 'POST') pending -= 1
    })
    const id = request.headers['mcp-session-id']
    const transport = id === undefined ? await open() : sessions.get(id)
    if (transport === undefined) {
      response.writeHead(404).end('{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}')
      return
    }
    const answer = await transport.handleRequest(await webRequest(request))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body === null) response.end()
    else
      Readable.fromWeb(answer.body)
        .on('error', () => response.destroy())
        .pipe(response)
  }
  async function open() {
    const seen = []
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      enableJsonResponse: json,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    })
    await createDemoServer({ seen }).connect(transport)
    noteRequests(transport, seen)
    return transport
  }
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/mcp`,
    /** Calls that are not answered in full. */
    pending: () => pending,
    /** Of every request. */
    headers: () => headers,
    forgetSessions: () => sessions.clear(),
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

async function webRequest(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method,
    headers: request.headers,
    ...(body.length > 0 ? { body } : {}),
  })
}
