import { z } from 'zod'

/**
 * What a request lost: the records that were not stored, and why. `rejected` 0 with a message is a warning.
 * On the wire the count has the signal's own name (`rejectedSpans`, `rejectedDataPoints`, `rejectedLogRecords`).
 * @see https://opentelemetry.io/docs/specs/otlp/#partial-success-1
 */
export const partialSuccessSchema = z.object({ rejected: z.number().int().nonnegative(), errorMessage: z.string() })
export type PartialSuccess = z.infer<typeof partialSuccessSchema>

/**
 * The body of every failed OTLP/HTTP request: google.rpc.Status.
 * @see https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export const rpcStatusSchema = z.object({ code: z.number().int(), message: z.string() })
export type RpcStatus = z.infer<typeof rpcStatusSchema>
