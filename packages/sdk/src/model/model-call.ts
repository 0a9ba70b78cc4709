import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api'
import type { MetricTags } from '../telemetry/metric-tags.ts'
import type { TelemetryInternals } from '../telemetry/telemetry-internals.ts'
import { failSpan, failureType, isAborted } from './abort.ts'
import {
  answerAttributes,
  answerContent,
  callAttributes,
  type ModelAnswer,
  promptContent,
  setRequestAttributes,
} from './chat-attributes.ts'
import { contentOf, eventTakesMessages, setContent, takesMessages } from './content-of.ts'
import type { MessageCapture } from './genai-messages.ts'
import type { ModelCallOptions, ModelObject } from './language-model.ts'
import { recordModelCall } from './model-metrics.ts'
import { usageOf } from './usage.ts'

/** Where a model is called from. */
export interface ModelCaller {
  internals: TelemetryInternals
  /** Holds the span above the `chat` spans. */
  context(): Context
  /** `captureContent` of the tools, by name. */
  levelOf: MessageCapture['levelOf']
  agentName?: string | undefined
  /** Told of each call that gave an answer, also one that broke off after it had told its use. */
  onAnswer?(answer: ModelAnswer): void
  /** Told of each call as it starts. */
  onCall?(): void
}

/** One model call and its `chat` span. It ends once; what comes later is ignored. */
export interface ModelCall {
  /** Holds the `chat` span: the provider's own HTTP spans belong below it. */
  readonly context: Context
  onChunk(): void
  succeed(answer: ModelAnswer): void
  /** @param aborted default: whether the call's signal was aborted, or the error is an `AbortError`. */
  fail(error: unknown, answer?: ModelAnswer, aborted?: boolean): void
}

/** Opens the `chat` span of one call. `attempt` counts from 1 within one step. */
export function startModelCall(
  model: ModelObject,
  options: ModelCallOptions,
  caller: ModelCaller,
  at: { isStream: boolean; attempt: number },
): ModelCall {
  const { internals } = caller
  const shared = callAttributes(model)
  const request = requestOf(shared, options, caller, at)
  const name = `chat ${model.modelId}`
  const parent = caller.context()
  const span = internals.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: request }, parent)
  const context = trace.setSpan(parent, span)
  const capture: MessageCapture = { redactor: internals.redactor, levelOf: caller.levelOf }
  const wantsContent = takesMessages(internals, span)
  if (wantsContent) setContent(internals, span, () => promptContent(options, capture, name))
  caller.onCall?.()
  const seconds = startClock()
  let firstChunkSeconds: number | undefined
  let isEnded = false

  function end(answer: ModelAnswer | undefined, error?: { value: unknown; aborted: boolean }): void {
    if (isEnded) return
    isEnded = true
    const response = answer ? answerAttributes(answer) : {}
    const readAnswer = () => (answer ? answerContent(answer, capture, name) : {})
    span.setAttributes(response)
    if (wantsContent) setContent(internals, span, readAnswer)
    if (error) failSpan(internals, span, error.value, error.aborted)
    span.end()
    const type = error && failureType(error.value, error.aborted)
    const tags = metricTags(shared, answer, type)
    recordModelCall(internals, { tags, seconds: seconds(), firstChunkSeconds, usage: usageOf(answer?.usage) })
    if (eventTakesMessages(internals)) {
      const attributes = { ...request, ...response, ...(type && { 'error.type': type }) }
      emitDetails(internals, context, attributes, () => ({
        ...promptContent(options, capture, name),
        ...readAnswer(),
      }))
    }
    if (answer) caller.onAnswer?.(answer)
  }

  return {
    context,
    onChunk() {
      if (firstChunkSeconds !== undefined || isEnded) return
      firstChunkSeconds = seconds()
      span.setAttribute('gen_ai.response.time_to_first_chunk', firstChunkSeconds)
    },
    succeed: (answer) => end(answer),
    fail: (value, answer, aborted = isAborted(value, options.abortSignal)) => end(answer, { value, aborted }),
  }
}

/** Seconds since the call. */
export function startClock(): () => number {
  const startedAt = performance.now()
  return () => (performance.now() - startedAt) / 1000
}

const requestOf = (
  shared: Attributes,
  options: ModelCallOptions,
  { agentName }: ModelCaller,
  { isStream, attempt }: { isStream: boolean; attempt: number },
): Attributes => {
  const attributes = { ...shared }
  setRequestAttributes(attributes, options, isStream)
  if (agentName !== undefined) attributes['gen_ai.agent.name'] = agentName
  attributes['hanzo.attempt'] = attempt
  return attributes
}

const metricTags = (
  shared: Attributes,
  answer: ModelAnswer | undefined,
  errorType: string | undefined,
): MetricTags => ({
  ...(shared as MetricTags),
  'gen_ai.response.model': answer?.modelId,
  'error.type': errorType,
})

/** The event of the conventions that holds the messages where they are not to be on the span, or not only there. */
function emitDetails(
  internals: TelemetryInternals,
  context: Context,
  attributes: Attributes,
  readContent: () => Record<string, string>,
): void {
  internals.emitEvent({
    eventName: 'gen_ai.client.inference.operation.details',
    attributes,
    contents: contentOf(internals, readContent),
    context,
  })
}
