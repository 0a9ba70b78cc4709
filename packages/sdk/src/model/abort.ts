import type { Span } from '@opentelemetry/api'
import { errorType, isAbortError } from '../telemetry/error-recorder.ts'
import type { TelemetryInternals } from '../telemetry/telemetry-internals.ts'

/**
 * Whether a failure is the caller's own wish: an `AbortError`, or anything after the signal was aborted. A deadline (`AbortSignal.timeout`) is none:
 * whoever sets one wants to see that it was missed.
 */
export function isAborted(error: unknown, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted) return nameOf(signal.reason) !== 'TimeoutError'
  return isAbortError(error)
}

/** Ends a span's story badly: failed, or, when it was the caller's wish, `hanzo.aborted` with the status left alone. */
export function failSpan(internals: TelemetryInternals, span: Span, error: unknown, aborted: boolean): void {
  if (aborted) span.setAttribute('hanzo.aborted', true)
  else internals.fail(span, error)
}

/** `error.type` of a metric. */
export const failureType = (error: unknown, aborted: boolean): string => (aborted ? 'AbortError' : errorType(error))

/** Settles with the work, or rejects with the signal's reason as soon as it is aborted, whatever the work does then. */
export function untilAborted<T>(work: PromiseLike<T>, signal: AbortSignal | undefined): Promise<T> {
  return signal ? settledBefore(work, signal) : Promise.resolve(work)
}

async function settledBefore<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let onAbort: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}

const nameOf = (value: unknown) => (value as { name?: unknown } | undefined)?.name
