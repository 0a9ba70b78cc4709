import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api'
import { failSpan, isAborted } from '../../model/abort.ts'
import type { ModelAnswer } from '../../model/chat-attributes.ts'
import { addUsage, type Usage, usageAttributes, usageOf } from '../../model/usage.ts'
import { internalsOf } from '../../telemetry/internals-of.ts'
import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import { recordOf } from '../json-value.ts'
import type { CallArguments } from './observed-arguments.ts'

/** The span of one call that may take several steps. It ends once; what comes later is ignored. */
export interface AgentCall {
  readonly context: Context
  onAnswer(answer: ModelAnswer): void
  end(): void
  fail(error: unknown): void
}

/** Opens `invoke_agent {name}` of kind INTERNAL. Its tokens are the sums of the model calls below it. */
export function startAgentCall(telemetry: TelemetryCore, name: string, signal: unknown): AgentCall {
  const internals = internalsOf(telemetry)
  const attributes: Attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name }
  const span = telemetry.startSpan(`invoke_agent ${name}`, { kind: SpanKind.INTERNAL, attributes })
  internals.announce(span, attributes)
  let usage: Usage = {}
  let finishReason: string | undefined
  let isEnded = false

  function end(error?: { value: unknown }): void {
    if (isEnded) return
    isEnded = true
    span.setAttributes(usageAttributes(usage))
    if (finishReason !== undefined) span.setAttribute('gen_ai.response.finish_reasons', [finishReason])
    if (error !== undefined) {
      failSpan(internals, span, error.value, isAborted(error.value, signal as AbortSignal | undefined))
    }
    span.end()
  }

  return {
    context: trace.setSpan(internals.contexts.active(), span),
    onAnswer(answer) {
      usage = addUsage(usage, usageOf(answer.usage))
      finishReason = answer.finishReason ?? finishReason
    },
    end: () => end(),
    fail: (error) => end({ value: error }),
  }
}

/** Runs a call within its span, and ends the span with it. */
export async function withinAgentCall(telemetry: TelemetryCore, call: AgentCall, run: () => unknown): Promise<unknown> {
  try {
    const result = await internalsOf(telemetry).contexts.with(call.context, run)
    call.end()
    return result
  } catch (error) {
    call.fail(error)
    throw error
  }
}

type Callback = ((event: unknown) => unknown) | undefined

/** The same arguments, with the call ended by whichever end the stream comes to. */
export function withStreamEnds(args: CallArguments, call: AgentCall): CallArguments {
  const { onFinish, onError, onAbort } = args as { onFinish: Callback; onError: Callback; onAbort: Callback }
  return {
    ...args,
    onFinish: (event: unknown) => {
      call.end()
      return onFinish?.(event)
    },
    onAbort: (event: unknown) => {
      call.fail(new DOMException('the stream was aborted', 'AbortError'))
      return onAbort?.(event)
    },
    onError: (event: unknown) => {
      const { error } = recordOf(event)
      call.fail(error)
      // biome-ignore lint/suspicious/noConsole: what the AI SDK does where nobody asks for errors
      return onError === undefined ? console.error(error) : onError(event)
    },
  }
}
