import { HanzoError } from '../errors.ts'

/** What is answered when a request fails. */
export interface Failure {
  statusCode: number
  message: string
  /** Set where the client is to send the same request again. */
  retryAfterSeconds: number | undefined
  /** True for what we did not foresee: the log has the cause, the client only that it was us. */
  isUnexpected: boolean
}

const retryableStatusCodes = new Set([429, 502, 503, 504])

/** google.rpc.Code by HTTP status. Clients decide by the HTTP status alone; this is for people who read the body. */
const rpcCodes: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  408: 4, // DEADLINE_EXCEEDED
  413: 8, // RESOURCE_EXHAUSTED
  415: 3,
  429: 8,
  503: 14, // UNAVAILABLE
}

const unknownRpcCode = 2

export function rpcCodeOf(statusCode: number): number {
  return rpcCodes[statusCode] ?? unknownRpcCode
}

/**
 * Decides what a client hears of an error. OTLP clients throw a batch away on any status but 429, 502, 503 and 504, so
 * whatever is not the client's own mistake is a 503.
 */
export function failureOf(error: unknown): Failure {
  const { statusCode, message } = error as { statusCode?: unknown; message?: unknown }
  const isForeseen = typeof statusCode === 'number' && statusCode >= 400 && statusCode <= 599
  if (isForeseen && (statusCode < 500 || retryableStatusCodes.has(statusCode))) {
    const isRetryable = retryableStatusCodes.has(statusCode)
    const seconds = error instanceof HanzoError ? Math.max(1, Math.ceil(error.retryAfterSeconds)) : 1
    return {
      statusCode,
      message: String(message),
      retryAfterSeconds: isRetryable ? seconds : undefined,
      isUnexpected: false,
    }
  }
  return {
    statusCode: 503,
    message: 'the request failed on our side; send it again',
    retryAfterSeconds: 5,
    isUnexpected: true,
  }
}
