import { context, propagation, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { HttpError } from './http-service.ts'
import { inSpan } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

/**
 * Sends a JSON request in a CLIENT span that carries the W3C trace context.
 * @throws {HttpError} for an answer of 400 and above.
 */
export function requestJson(
  telemetry: Telemetry,
  method: 'GET' | 'POST',
  url: string,
  body?: unknown,
): Promise<unknown> {
  const { hostname, port, pathname } = new URL(url)
  const attributes = {
    'http.request.method': method,
    'url.full': url,
    'url.path': pathname,
    'server.address': hostname,
    'server.port': Number(port),
  }
  return inSpan(telemetry, method, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    propagation.inject(context.active(), headers)
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    })
    span.setAttribute('http.response.status_code', response.status)
    const answer: unknown = await response.json()
    if (!response.ok) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: `status ${response.status}` })
      throw new HttpError(response.status, (answer as { error?: string }).error ?? `status ${response.status}`)
    }
    return answer
  })
}
