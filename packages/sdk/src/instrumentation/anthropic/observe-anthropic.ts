import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import type { InferenceRequest } from '../inference-call.ts'
import { recordOf, textOf } from '../json-value.ts'
import { observeRequest } from '../observe-request.ts'
import { type ObservedMethod, patchMethod } from '../patch-method.ts'
import { resourcePrototype } from '../resource-prototype.ts'
import { MESSAGE, messageRequestAttributes, messageRequestContent } from './messages.ts'

/**
 * Observes `messages.create` and `beta.messages.create`, and with them the helpers that are built on these (`stream`, `parse`, the tool runner), of every
 * client of a class. `source` is the class `Anthropic`, its module, or a client. Returns how to undo it.
 *
 * Since 0.134 the client makes spans itself where a global tracer provider is set. They are silenced for the calls observed here, so that a call is one
 * span: they name no finish reasons in OpenTelemetry's attribute, record content wholly or not at all, give no metrics, and exist only for a telemetry
 * that owns the globals. The packages that instrument it from outside are not used: `@traceloop/instrumentation-anthropic` (0.27) writes flat attributes
 * of a dialect that is being replaced, `@arizeai/openinference-instrumentation-anthropic` (0.2) another dialect altogether, and both stand on
 * instrumentation packages of years ago, so that they bring a second copy; OpenTelemetry has none of its own for JavaScript.
 */
export function observeAnthropic(source: unknown, telemetry: () => TelemetryCore | undefined): () => void {
  const observer = { telemetry, observe }
  const undo = [
    patchMethod(resourcePrototype(source, 'Anthropic', ['messages']), 'create', observer),
    patchMethod(resourcePrototype(source, 'Anthropic', ['beta', 'messages']), 'create', observer),
  ]
  return () => {
    for (const step of undo) step()
  }
}

const observe: ObservedMethod = (telemetry, original, { client, args }) => {
  const body = recordOf(args[0])
  const { signal } = recordOf(args[1])
  const request = (): InferenceRequest => ({
    operation: 'chat',
    provider: providerOf(client),
    model: textOf(body.model),
    baseURL: recordOf(client).baseURL,
    attributes: messageRequestAttributes(body),
    content: () => messageRequestContent(body),
  })
  const at = { form: MESSAGE, signal: signal as AbortSignal | undefined }
  return observeRequest(telemetry, () => withoutOwnTracing(client, original), request, at)
}

interface TracingClient {
  _tracer?: unknown
}

// The client looks at its tracer while the method runs, before anything is awaited, and decides then whether the call gets a span.
function withoutOwnTracing(client: unknown, original: () => unknown): unknown {
  const tracing = client as TracingClient | undefined
  const tracer = tracing?._tracer
  if (tracing === undefined || tracer === undefined) return original()
  tracing._tracer = undefined
  try {
    return original()
  } finally {
    tracing._tracer = tracer
  }
}

function providerOf(client: unknown): string {
  const name = (client as { constructor?: { name?: string } } | undefined)?.constructor?.name ?? ''
  if (name.includes('Bedrock')) return 'aws.bedrock'
  return name.includes('Vertex') ? 'gcp.vertex_ai' : 'anthropic'
}
