import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { type InferenceCall, type InferenceRequest, startInference } from './inference-call.ts'
import { type AnswerForm, observeApiPromise } from './observe-api-promise.ts'

/** Runs a method of a client in the span of its call. Where the span cannot be made, the method runs all the same. */
export function observeRequest(
  telemetry: TelemetryCore,
  original: () => unknown,
  request: () => InferenceRequest,
  at: { form: AnswerForm; signal: AbortSignal | undefined },
): unknown {
  let call: InferenceCall
  try {
    call = startInference(telemetry, request(), at.signal)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    internalsOf(telemetry).diagnostics.report({ level: 'warn', code: 'instrumentation_failed', message })
    return original()
  }
  let promise: unknown
  try {
    promise = internalsOf(telemetry).contexts.with(call.context, original)
  } catch (error) {
    call.fail(error)
    throw error
  }
  observeApiPromise(promise, call, at.form)
  return promise
}
