import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'

/** What came of one request. */
export interface PostResult {
  /** Undefined when no answer came. */
  response: { status: number; headers: Headers; body: Uint8Array } | undefined
  /** Why no answer came: `ECONNREFUSED`, `TimeoutError`. */
  error: string | undefined
  milliseconds: number
}

export interface PostRequest {
  url: string
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer>
  timeoutMillis: number
  /** Ends the request before its time. */
  signal: AbortSignal
}

const maxResponseBytes = 65_536
const maxRedirects = 3
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/**
 * Sends one OTLP request, untraced. Follows redirects as POST while they stay with the host, since the headers hold a key; others are answers like any.
 * Never rejects; at most 64 KiB of the answer are read.
 */
export async function postOtlp(fetch: typeof globalThis.fetch, request: PostRequest): Promise<PostResult> {
  const startedAt = performance.now()
  const controller = new AbortController()
  const abort = () => controller.abort(request.signal.reason)
  request.signal.addEventListener('abort', abort, { once: true })
  if (request.signal.aborted) abort()
  const timer = setTimeout(
    () => controller.abort(new DOMException('no answer in time', 'TimeoutError')),
    request.timeoutMillis,
  )
  const untraced = suppressTracing(ROOT_CONTEXT)
  try {
    const response = await context.with(untraced, () => follow(fetch, request, controller.signal))
    const body = await readBounded(response)
    return {
      response: { status: response.status, headers: response.headers, body },
      error: undefined,
      milliseconds: performance.now() - startedAt,
    }
  } catch (error) {
    return { response: undefined, error: networkErrorName(error), milliseconds: performance.now() - startedAt }
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', abort)
  }
}

async function follow(fetch: typeof globalThis.fetch, request: PostRequest, signal: AbortSignal): Promise<Response> {
  const { headers, body } = request
  let { url } = request
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    const location = redirectStatuses.has(response.status) ? response.headers.get('location') : null
    const next = location ? staysWithHost(url, location) : undefined
    if (!next || redirects === maxRedirects) return response
    await response.body?.cancel().catch(() => undefined)
    url = next
  }
}

/** The address of a redirect to the same host, from http to https at most. */
function staysWithHost(from: string, location: string): string | undefined {
  if (!URL.canParse(location, from)) return undefined
  const [source, target] = [new URL(from), new URL(location, from)]
  const isUpgrade = source.protocol === 'http:' && target.protocol === 'https:' && source.hostname === target.hostname
  return source.origin === target.origin || isUpgrade ? target.href : undefined
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length < maxResponseBytes) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.byteLength
  }
  // What is left is given up; that the connection may break over it changes nothing.
  if (length >= maxResponseBytes) await reader.cancel().catch(() => undefined)
  const body = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    body.set(chunk, at)
    at += chunk.byteLength
  }
  return body.subarray(0, maxResponseBytes)
}

/** What tells most about why a request failed: the system's code where there is one. */
function networkErrorName(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown; message?: unknown } | null }
  const names = [cause?.code, cause?.message, name]
  return names.find((text): text is string => typeof text === 'string' && text !== '')?.slice(0, 200) ?? 'network error'
}
