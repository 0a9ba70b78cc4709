import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { log } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

/** A failure that a handler answers on purpose. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly statusCode: number
  constructor(statusCode: number, message: string) {
    super(message)
    this.statusCode = statusCode
  }
}

export type Handler = (parameters: { path: Record<string, string>; body: unknown }) => Promise<unknown>

/** Routes as `METHOD /path/:name`. */
export type Routes = Record<string, Handler>

export interface HttpService {
  url: string
  close(): Promise<void>
}

function match(routes: Routes, method: string, pathname: string) {
  for (const [key, handler] of Object.entries(routes)) {
    const [routeMethod, template = ''] = key.split(' ')
    const pattern = new RegExp(`^${template.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
    const found = routeMethod === method ? pattern.exec(pathname) : null
    if (found) return { template, handler, path: { ...found.groups } }
  }
  return undefined
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString())
}

/** Serves routes on a free loopback port; every request is a SERVER span and counts in the `http.server.*` metrics. */
export async function startHttpService(telemetry: Telemetry, routes: Routes): Promise<HttpService> {
  const active = telemetry.meter.createUpDownCounter('http.server.active_requests', { unit: '{request}' })
  const duration = telemetry.meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'Duration of HTTP server requests.',
    advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    const method = request.method ?? 'GET'
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const route = match(routes, method, pathname)
    const http = { 'http.request.method': method, 'http.route': route?.template ?? '' }
    const parent = propagation.extract(ROOT_CONTEXT, request.headers)
    const span = telemetry.tracer.startSpan(
      `${method} ${route?.template ?? ''}`.trim(),
      { kind: SpanKind.SERVER, attributes: { ...http, 'url.path': pathname, 'network.protocol.version': '1.1' } },
      parent,
    )
    active.add(1, http)
    let statusCode = 200
    await context.with(trace.setSpan(parent, span), async () => {
      try {
        if (!route) throw new HttpError(404, `no route ${method} ${pathname}`)
        const answer = await route.handler({ path: route.path, body: await readJson(request) })
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      } catch (error) {
        statusCode = error instanceof HttpError ? error.statusCode : 500
        const { message } = error as Error
        if (statusCode >= 500) {
          span.recordException(error as Error)
          span.setStatus({ code: SpanStatusCode.ERROR, message })
          log(telemetry, 'error', `${method} ${pathname} failed: ${message}`, {
            'http.response.status_code': statusCode,
          })
        }
        response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify({ error: message }))
      }
    })
    span.setAttribute('http.response.status_code', statusCode)
    span.end()
    active.add(-1, http)
    duration.record((performance.now() - started) / 1000, { ...http, 'http.response.status_code': statusCode })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
