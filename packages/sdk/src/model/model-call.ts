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
  requestAttributes,
} from './chat-attributes.ts'
import { contentOf, takesMessages } from './content-of.ts'
import type { MessageCapture } from './genai-messages.ts'
import type { ModelCallOptions, ModelObject } from './language-model.ts'
import { OPERATION_DURATION, TIME_TO_FIRST_CHUNK, TOKEN_USAGE } from './model-metrics.ts'
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
  const name = `chat ${model.modelId}`
  const parent = caller.context()
  const attributes: Attributes = {
    ...shared,
    ...requestAttributes(options, at.isStream),
    ...(caller.agentName !== undefined && { 'gen_ai.agent.name': caller.agentName }),
    'hanzo.attempt': at.attempt,
  }
  const span = internals.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent)
  const context = trace.setSpan(parent, span)
  const capture: MessageCapture = { redactor: internals.redactor, levelOf: caller.levelOf }
  span.setAttributes(contentOf(internals, takesMessages(internals, span), () => promptContent(options, capture, name)))
  caller.onCall?.()
  const clock = startClock()
  let firstChunkSeconds: number | undefined
  let isEnded = false

  function end(answer: ModelAnswer | undefined, error?: { value: unknown; aborted: boolean }): void {
    if (isEnded) return
    isEnded = true
    if (answer) {
      const content = contentOf(internals, takesMessages(internals, span), () => answerContent(answer, capture, name))
      span.setAttributes({ ...answerAttributes(answer), ...content })
    }
    if (error) failSpan(internals, span, error.value, error.aborted)
    span.end()
    const tags: MetricTags = {
      ...(shared as MetricTags),
      'gen_ai.response.model': answer?.modelId,
      'error.type': error && failureType(error.value, error.aborted),
    }
    recordMetrics(internals, tags, clock(), firstChunkSeconds, answer)
    if (answer) caller.onAnswer?.(answer)
  }

  return {
    context,
    onChunk() {
      if (firstChunkSeconds !== undefined || isEnded) return
      firstChunkSeconds = clock()
      span.setAttribute('gen_ai.response.time_to_first_chunk', firstChunkSeconds)
    },
    succeed: (answer) => end(answer),
    fail: (value, answer, aborted = isAborted(value, options.abortSignal)) => end(answer, { value, aborted }),
  }
}

/** Seconds since the call. */
function startClock(): () => number {
  const startedAt = performance.now()
  return () => (performance.now() - startedAt) / 1000
}

function recordMetrics(
  internals: TelemetryInternals,
  tags: MetricTags,
  seconds: number,
  firstChunkSeconds: number | undefined,
  answer: ModelAnswer | undefined,
): void {
  internals.record(OPERATION_DURATION, seconds, tags)
  if (firstChunkSeconds !== undefined) internals.record(TIME_TO_FIRST_CHUNK, firstChunkSeconds, tags)
  const usage = usageOf(answer?.usage)
  for (const [type, tokens] of [
    ['input', usage.inputTokens],
    ['output', usage.outputTokens],
  ] as const) {
    if (tokens !== undefined) internals.record(TOKEN_USAGE, tokens, { ...tags, 'gen_ai.token.type': type })
  }
}
