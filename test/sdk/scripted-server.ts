import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** One answer: a body, or events that are sent one by one. */
export interface ScriptedAnswer {
  status?: number
  json?: unknown
  /** SSE: `event` names are the `type` of the data if it has one. */
  events?: unknown[]
  /** Waits before each event. */
  eventDelayMs?: number
  /** The socket is destroyed after this many events. */
  breakAfterEvents?: number
  /** Never answered. */
  hang?: boolean
  headers?: Record<string, string>
}

export interface ScriptedRequest {
  path: string
  headers: IncomingHttpHeaders
  body: Record<string, unknown>
}

export interface ScriptedServer {
  /** Without a slash at its end. */
  readonly url: string
  readonly requests: ScriptedRequest[]
  /** Adds answers, used in order; 599 once they are used up, so that a test notices. */
  script(...answers: ScriptedAnswer[]): void
  close(): Promise<void>
}

/** A real HTTP server on loopback that answers as it is told to. */
export async function startScriptedServer(...answers: ScriptedAnswer[]): Promise<ScriptedServer> {
  const queue = [...answers]
  const requests: ScriptedRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      requests.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text || '{}') })
      const answer = queue.shift() ?? { status: 599, json: { error: { message: 'the script has no further answer' } } }
      send(answer, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...more) => void queue.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function send(answer: ScriptedAnswer, response: ServerResponse): Promise<void> {
  if (answer.hang) return
  if (answer.events === undefined) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.json))
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', ...answer.headers })
  for (const [index, event] of answer.events.entries()) {
    if (index === answer.breakAfterEvents) {
      response.destroy()
      return
    }
    if (answer.eventDelayMs) await new Promise((resolve) => setTimeout(resolve, answer.eventDelayMs))
    const type = (event as { type?: string } | undefined)?.type
    response.write(
      `${type === undefined ? '' : `event: ${type}\n`}data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`,
    )
  }
  response.end()
}
