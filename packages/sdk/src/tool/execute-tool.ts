import { type Attributes, type Context, SpanKind, trace } from '@opentelemetry/api'
import { failSpan, failureType, isAborted, untilAborted } from '../model/abort.ts'
import { setContent } from '../model/content-of.ts'
import type { ContentCapture } from '../telemetry/telemetry-config.ts'
import type { MetricDefinition, TelemetryInternals } from '../telemetry/telemetry-internals.ts'

const EXECUTIONS: MetricDefinition = {
  name: 'tool.executions',
  kind: 'counter',
  unit: '{execution}',
  description: 'Calls of tools',
}
const DURATION: MetricDefinition = {
  name: 'tool.execution.duration',
  kind: 'histogram',
  unit: 'ms',
  description: 'How long one call of a tool took',
}
const GENAI_DURATION: MetricDefinition = {
  name: 'gen_ai.execute_tool.duration',
  kind: 'histogram',
  unit: 's',
  description: 'How long one call of a tool took',
}
const NAME_CHARS_MAX = 100

/** A tool as telemetry sees it. */
export interface ToolIdentity {
  name: string
  description?: string | undefined
  source: 'local' | 'mcp'
  /** The metrics' `tool` tag where it is not the name: a model may make up any number of names. */
  metricName?: string | undefined
  captureContent?: ContentCapture | undefined
  /** `mcp.*` and the like. */
  attributes?: Attributes | undefined
}

/** Where a tool is called from. */
export interface ToolCaller {
  internals: TelemetryInternals
  agentName: string
  /** Holds the span above the tool's. */
  context: Context
}

export interface ToolCall {
  toolCallId: string
  input: unknown
  abortSignal?: AbortSignal | undefined
}

/** An `execute_tool` span that is open. */
export interface ToolExecution {
  /** Holds the span. */
  readonly context: Context
  succeed(output: unknown): void
  fail(error: unknown): void
}

/** Runs one call of a tool in its `execute_tool` span, counts it, and rejects as soon as the run is aborted. */
export async function executeTool<T>(
  tool: ToolIdentity,
  call: ToolCall,
  caller: ToolCaller,
  run: (context: Context) => T | PromiseLike<T>,
): Promise<T> {
  const execution = startToolExecution(tool, call, caller)
  try {
    const { contexts } = caller.internals
    const work = contexts.with(execution.context, run, execution.context)
    const output = await (call.abortSignal ? untilAborted(Promise.resolve(work), call.abortSignal) : work)
    execution.succeed(output)
    return output
  } catch (error) {
    execution.fail(error)
    throw error
  }
}

/** Opens the span of one call. Exactly one of `succeed` and `fail` ends it. */
export function startToolExecution(tool: ToolIdentity, call: ToolCall, caller: ToolCaller): ToolExecution {
  const { internals } = caller
  const name = `execute_tool ${tool.name.slice(0, NAME_CHARS_MAX)}`
  const attributes: Attributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': tool.name,
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.id': call.toolCallId,
    'gen_ai.agent.name': caller.agentName,
    'hanzo.tool.source': tool.source,
  }
  if (tool.description !== undefined) attributes['gen_ai.tool.description'] = tool.description
  if (tool.attributes) Object.assign(attributes, tool.attributes)
  const kind = tool.source === 'mcp' ? SpanKind.CLIENT : SpanKind.INTERNAL
  const span = internals.tracer.startSpan(name, { kind, attributes }, caller.context)
  internals.announce(span, attributes)
  const capture = (key: string, value: unknown) => {
    if (value === undefined || !span.isRecording()) return
    const place = { signal: 'span', key, spanName: name, level: tool.captureContent } as const
    setContent(internals, span, () => {
      const text = internals.redactor.content(value, place)
      return text === undefined ? {} : { [key]: text }
    })
  }
  capture('gen_ai.tool.call.arguments', call.input)
  const startedAt = performance.now()

  function end(error?: { value: unknown }): void {
    const aborted = error !== undefined && isAborted(error.value, call.abortSignal)
    if (error) failSpan(internals, span, error.value, aborted)
    span.end()
    const type = error && failureType(error.value, aborted)
    recordExecution(caller, tool.metricName ?? tool.name, performance.now() - startedAt, type)
  }

  return {
    context: trace.setSpan(caller.context, span),
    succeed(output) {
      capture('gen_ai.tool.call.result', output)
      end()
    },
    fail: (error) => end({ value: error }),
  }
}

function recordExecution(
  { internals, agentName }: ToolCaller,
  tool: string,
  ms: number,
  errorType: string | undefined,
): void {
  const tags = { tool, agent: agentName, success: errorType === undefined }
  internals.record(EXECUTIONS, 1, { ...tags, 'error.type': errorType })
  internals.record(DURATION, ms, tags)
  internals.record(GENAI_DURATION, ms / 1000, {
    'gen_ai.tool.name': tool,
    'gen_ai.agent.name': agentName,
    'error.type': errorType,
  })
}
