import { maskText } from '../export/mask.ts'
import { createOtlpCodec } from '../export/otlp-codec.ts'
import { postOtlp } from '../export/post-otlp.ts'
import { statusMessage } from '../export/status-message.ts'
import type { PreparedCloud } from './prepare-cloud.ts'

/** Why traces would be missing. */
export type ConnectionProblem = 'disabled' | 'unreachable' | 'unauthorized' | 'wrong_project' | 'clock_skew'

export interface ConnectionCheck {
  ok: boolean
  /** Of the answer, where one came. */
  status?: number | undefined
  problem?: ConnectionProblem | undefined
  /** What was found, for people. */
  message?: string | undefined
  /** From the request to the whole answer. */
  latencyMs?: number | undefined
}

const timeoutMillis = 5000
/** Above this, spans stand visibly apart from those of other machines. An answer's `Date` is exact to a second. */
const maxClockSkewMillis = 60_000

/**
 * Sends an empty OTLP request and tells what keeps telemetry from arriving. Takes at most 5 seconds, stores nothing, never rejects.
 * A skewed clock is told although telemetry is taken: it is stored at the wrong time.
 */
export async function checkConnection(
  cloud: Pick<PreparedCloud, 'destination' | 'problem'>,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<ConnectionCheck> {
  const { destination, problem } = cloud
  if (!destination) {
    const isKey = problem?.code === 'missing_api_key'
    return { ok: false, problem: isKey ? 'unauthorized' : 'unreachable', message: problem?.message }
  }
  const traces = destination.signals?.traces
  const protocol = traces?.protocol ?? destination.protocol
  const headers = { ...destination.headers, ...traces?.headers }
  const result = await postOtlp(fetch, {
    url: traces?.url ?? `${destination.url}/v1/traces`,
    headers: { ...headers, 'content-type': createOtlpCodec(protocol).contentType },
    body: new Uint8Array(new TextEncoder().encode(protocol === 'http/json' ? '{}' : '')),
    timeoutMillis,
    signal: new AbortController().signal,
  })
  const latencyMs = Math.round(result.milliseconds)
  const { response } = result
  if (!response) return { ok: false, problem: 'unreachable', message: `no answer: ${result.error}`, latencyMs }
  const { status, body } = response
  const contentType = response.headers.get('content-type')
  const said = statusMessage(body, contentType)
  const found = problemOf(status, contentType ?? '')
  if (found) {
    const message = maskText(said ?? `status ${status}`, headers)
    return { ok: false, status, problem: found, message, latencyMs }
  }
  const skew = clockSkewMillis(response.headers.get('date'), result.milliseconds)
  if (Math.abs(skew) <= maxClockSkewMillis) return { ok: true, status, latencyMs }
  const direction = skew > 0 ? 'ahead of' : 'behind'
  const message = `the clock of this machine is ${Math.round(Math.abs(skew) / 1000)} s ${direction} the server's`
  return { ok: false, status, problem: 'clock_skew', message, latencyMs }
}

function problemOf(status: number, contentType: string): ConnectionProblem | undefined {
  const isOtlp = /^application\/(x-protobuf|json)\b/i.test(contentType)
  if (status >= 200 && status < 300) return /\btext\/html\b/i.test(contentType) ? 'unreachable' : undefined
  if (status === 401) return 'unauthorized'
  // The receiver answers 403 for a key of another project, and an open one 404 for a project that does not exist; a 404 of something else is not the receiver's.
  if (status === 403 || (status === 404 && isOtlp)) return 'wrong_project'
  return 'unreachable'
}

/** How far this clock is ahead of the server's, which is taken as of the middle of the request. */
function clockSkewMillis(date: string | null, milliseconds: number): number {
  const serverNow = Date.parse(date ?? '')
  return Number.isNaN(serverNow) ? 0 : Date.now() - milliseconds / 2 - (serverNow + 500)
}
