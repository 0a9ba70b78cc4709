import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { type ReceivedRecord, readOtlp } from '../../../packages/sdk/src/export/read-otlp.fixture.ts'

/** What a server does with a request; the records of those it answers with 200 count as received. */
export type Behaviour =
  | { kind: 'accept'; delayMillis?: number }
  /** Reads the request, and never answers. */
  | { kind: 'hang' }
  /** Breaks the connection once the first bytes of the body are there. */
  | { kind: 'break' }
  | { kind: 'answer'; status: number; headers?: Record<string, string>; body?: string | Uint8Array }

export interface SeenRequest {
  at: number
  path: string
  headers: IncomingMessage['headers']
  /** As sent, and decompressed. */
  bytes: number
  plainBytes: number
}

/** A real HTTP server that fails on command, and counts every record that it takes. */
export class OutageServer {
  behave: (request: SeenRequest) => Behaviour = () => ({ kind: 'accept' })
  readonly requests: SeenRequest[] = []
  /** How often each span (by name), log record (by text) and metric point (by name and value) was received. */
  readonly spans = new Map<string, number>()
  readonly logs = new Map<string, number>()
  readonly points = new Map<string, number>()
  #server: Server | undefined
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens, always at the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Refuses connections from now on, and breaks those that are open. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    const seen = { at: performance.now(), path: request.url ?? '', headers: request.headers, bytes: 0, plainBytes: 0 }
    request.once('data', () => {
      if (this.behave(seen).kind === 'break') request.socket.destroy()
    })
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
    Object.assign(seen, { bytes: body.byteLength, plainBytes: plain.byteLength })
    this.requests.push(seen)
    const behaviour = this.behave(seen)
    if (behaviour.kind === 'accept') {
      if (behaviour.delayMillis) await new Promise((resolve) => setTimeout(resolve, behaviour.delayMillis))
      // Who has hung up gets no answer, and sends again.
      if (request.socket.destroyed) return
      const contentType = request.headers['content-type'] ?? ''
      this.#count(seen.path, plain, contentType.includes('json'))
      response.writeHead(200, { 'content-type': contentType }).end(contentType.includes('json') ? '{}' : '')
    } else if (behaviour.kind === 'answer') {
      response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body)
    }
  }

  #count(path: string, body: Uint8Array, isJson: boolean): void {
    const signal = path.split('/').at(-1) as ReceivedRecord['signal']
    const counts = { traces: this.spans, logs: this.logs, metrics: this.points }[signal]
    for (const { name, value } of readOtlp(signal, body, isJson)) {
      const key = signal === 'metrics' ? `${name} ${value}` : name
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
}
