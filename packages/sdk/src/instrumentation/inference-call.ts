import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api'
import { failSpan, failureType, isAborted } from '../model/abort.ts'
import { contentAttributes } from '../model/chat-attributes.ts'
import type { GenaiMessage, GenaiPart } from '../model/genai-messages.ts'
import { startClock } from '../model/model-call.ts'
import { OPERATION_DURATION, TIME_TO_FIRST_CHUNK, TOKEN_USAGE } from '../model/model-metrics.ts'
import { type Usage, usageAttributes } from '../model/usage.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

/** What a client is about to ask a model. */
export interface InferenceRequest {
  operation: 'chat' | 'embeddings'
  /** `gen_ai.provider.name`. */
  provider: string
  model: string | undefined
  baseURL: unknown
  /** `gen_ai.request.*` and the like; undefined ones are left out. */
  attributes: Record<string, Attributes[string] | undefined>
  /** Asked only where content may be recorded. */
  content(): InferenceContent
}

/** The content of a request, in the form of OpenTelemetry's GenAI conventions. */
export interface InferenceContent {
  instructions: GenaiPart[]
  messages: GenaiMessage[]
  tools: readonly unknown[]
}

/** What the model answered, whole or as far as a stream came. */
export interface InferenceAnswer {
  id?: string | undefined
  model?: string | undefined
  finishReasons?: string[] | undefined
  usage?: Usage | undefined
  output?: GenaiMessage[] | undefined
}

/** One call of a model by a client of its provider, and its span. It ends once; what comes later is ignored. */
export interface InferenceCall {
  /** Holds the span: HTTP spans belong below it. */
  readonly context: Context
  onChunk(): void
  succeed(answer: InferenceAnswer | undefined): void
  fail(error: unknown, answer?: InferenceAnswer | undefined): void
}

/** Opens the span of one call, of kind CLIENT and named `{operation} {model}`, and counts it in `gen_ai.client.*` when it ends. */
export function startInference(
  telemetry: TelemetryCore,
  request: InferenceRequest,
  signal?: AbortSignal,
): InferenceCall {
  const internals = internalsOf(telemetry)
  const shared = sharedAttributes(request)
  const name = request.model === undefined ? request.operation : `${request.operation} ${request.model}`
  const attributes = { ...shared, ...withoutUndefined(request.attributes) }
  const span = telemetry.startSpan(name, { kind: SpanKind.CLIENT, attributes })
  const mayShowContent = span.isRecording() && internals.redactor.captureContent !== 'none'
  if (mayShowContent) {
    const { instructions, messages, tools } = request.content()
    const lists = {
      'gen_ai.system_instructions': instructions,
      'gen_ai.input.messages': messages,
      'gen_ai.tool.definitions': tools,
    }
    internals.setContent(span, contentAttributes(internals.redactor, name, lists))
  }
  const clock = startClock()
  let firstChunk: number | undefined
  let isEnded = false

  function end(answer: InferenceAnswer | undefined, error?: { value: unknown }): void {
    if (isEnded) return
    isEnded = true
    span.setAttributes(answerAttributes(answer))
    if (mayShowContent && answer?.output !== undefined) {
      const lists = { 'gen_ai.output.messages': answer.output }
      internals.setContent(span, contentAttributes(internals.redactor, name, lists))
    }
    const aborted = error !== undefined && isAbort(error.value, signal)
    if (error !== undefined) failSpan(internals, span, error.value, aborted)
    span.end()
    const tags = {
      ...(shared as Record<string, string | number>),
      'gen_ai.response.model': answer?.model,
      'error.type': error && failureType(error.value, aborted),
    }
    internals.record(OPERATION_DURATION, clock(), tags)
    if (firstChunk !== undefined) internals.record(TIME_TO_FIRST_CHUNK, firstChunk, tags)
    const { inputTokens, outputTokens } = answer?.usage ?? {}
    if (inputTokens !== undefined) internals.record(TOKEN_USAGE, inputTokens, { ...tags, 'gen_ai.token.type': 'input' })
    if (outputTokens !== undefined)
      internals.record(TOKEN_USAGE, outputTokens, { ...tags, 'gen_ai.token.type': 'output' })
  }

  return {
    context: trace.setSpan(internals.contexts.active(), span),
    onChunk() {
      if (firstChunk !== undefined || isEnded) return
      firstChunk = clock()
      span.setAttribute('gen_ai.response.time_to_first_chunk', firstChunk)
    },
    succeed: (answer) => end(answer),
    fail: (error, answer) => end(answer, { value: error }),
  }
}

// Both clients throw their own class for an abort, whose name is `Error`.
function isAbort(error: unknown, signal: AbortSignal | undefined): boolean {
  return (
    isAborted(error, signal) ||
    (error as { constructor?: { name?: unknown } }).constructor?.name === 'APIUserAbortError'
  )
}

function sharedAttributes(request: InferenceRequest): Attributes {
  const attributes: Attributes = {
    'gen_ai.operation.name': request.operation,
    'gen_ai.provider.name': request.provider,
  }
  if (request.model !== undefined) attributes['gen_ai.request.model'] = request.model
  if (typeof request.baseURL !== 'string' || !URL.canParse(request.baseURL)) return attributes
  const url = new URL(request.baseURL)
  attributes['server.address'] = url.hostname
  attributes['server.port'] = Number(url.port) || (url.protocol === 'http:' ? 80 : 443)
  return attributes
}

function answerAttributes(answer: InferenceAnswer | undefined): Attributes {
  if (answer === undefined) return {}
  return {
    ...withoutUndefined({ 'gen_ai.response.id': answer.id, 'gen_ai.response.model': answer.model }),
    ...(answer.finishReasons?.length ? { 'gen_ai.response.finish_reasons': answer.finishReasons } : {}),
    ...usageAttributes(answer.usage ?? {}),
  }
}

function withoutUndefined(attributes: Record<string, Attributes[string] | undefined>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null))
}
