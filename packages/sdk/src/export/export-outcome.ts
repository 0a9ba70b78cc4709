import type { OtlpCodec } from './otlp-codec.ts'
import type { PostResult } from './post-otlp.ts'
import { retryAfterMillis } from './retry-after.ts'
import type { SignalName } from './signal-name.ts'
import { statusMessage } from './status-message.ts'

/** What to do with a batch after one request. */
export type ExportOutcome =
  | { kind: 'delivered'; rejected: number; message: string | undefined }
  /** The server, or the way to it, is at fault, and may recover. */
  | { kind: 'retry'; afterMillis: number | undefined; code: string; message: string }
  /** Nothing will be taken until somebody changes something: wait long, keep the data. */
  | { kind: 'pause'; code: 'unauthorized' | 'redirected'; message: string }
  | { kind: 'too_large'; message: string }
  | { kind: 'rejected'; message: string }

const retryableStatuses = new Set([408, 429, 502, 503, 504])

/** Decides by the status, as OTLP says, and by nothing else but a missing answer. @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export function outcomeOf(
  { response, error }: PostResult,
  { codec, signal, maxRetryAfterMillis }: { codec: OtlpCodec; signal: SignalName; maxRetryAfterMillis: number },
): ExportOutcome {
  if (!response) {
    const message = `no answer: ${error}`
    return { kind: 'retry', afterMillis: undefined, code: 'unreachable', message }
  }
  const { status, headers, body } = response
  if (status >= 200 && status < 300) {
    if (!/\btext\/html\b/i.test(headers.get('content-type') ?? '')) {
      return { kind: 'delivered', ...codec.partialSuccess(signal, body) }
    }
    // A sign-in page of a network or a web site in place of the receiver: what it says it took is lost.
    const message = `status ${status} with a web page instead of an OTLP answer`
    return { kind: 'retry', afterMillis: undefined, code: 'unreachable', message }
  }
  const said = statusMessage(body, headers.get('content-type'))
  const message = `status ${status}${said ? `: ${said}` : ''}`
  if (status === 401 || status === 403) return { kind: 'pause', code: 'unauthorized', message }
  if (status >= 300 && status < 400) {
    const target = headers.get('location') ?? 'nowhere'
    return { kind: 'pause', code: 'redirected', message: `status ${status}, to ${target.slice(0, 200)}` }
  }
  if (status === 413) return { kind: 'too_large', message }
  if (!retryableStatuses.has(status)) return { kind: 'rejected', message }
  const afterMillis = retryAfterMillis(headers, { maxMillis: maxRetryAfterMillis })
  return { kind: 'retry', afterMillis, code: status === 429 ? 'throttled' : 'unavailable', message }
}
