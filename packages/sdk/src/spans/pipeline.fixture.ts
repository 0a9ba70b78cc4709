import { type Attributes, type Context, context, ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api'
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace'
import { createRedactor } from '../redaction/create-redactor.ts'
import type { Diagnostic } from '../telemetry/diagnostics.ts'
import type { ResolvedSampling } from '../telemetry/resolved-config.ts'
import { createSampler } from './create-sampler.ts'
import { createSpanPipeline } from './create-span-pipeline.ts'
import { defaultHoldLimits, type HoldLimits } from './held-spans.ts'
import type { ResolvedPruning } from './span-pipeline.ts'

export interface PipelineSettings {
  sampling?: Partial<ResolvedSampling>
  pruning?: Partial<ResolvedPruning>
  hold?: Partial<HoldLimits>
  now?: () => number
}

const pruningDefaults = {
  enabled: true,
  maxSpansPerTrace: 1000,
  maxRepeats: 100,
  minDurationMs: 0,
  maxSpanAgeMs: 1_800_000,
}

/** A real tracer provider with sampler and pipeline, and a processor that collects what comes out of them. */
export function tracing(settings: PipelineSettings = {}) {
  const sampling = { ratio: 1, rules: [], alwaysKeepErrors: true, ...settings.sampling }
  const reports: Diagnostic[] = []
  const diagnostics = { report: (diagnostic: Diagnostic) => void reports.push(diagnostic) }
  const pipeline = createSpanPipeline(
    {
      pruning: { ...pruningDefaults, ...settings.pruning },
      keepErrors: sampling.alwaysKeepErrors,
      redactor: createRedactor({ captureContent: 'full', maxValueLength: 32_768 }, diagnostics),
      diagnostics,
      onStart: () => undefined,
      now: settings.now,
    },
    { ...defaultHoldLimits, ...settings.hold },
  )
  const spans: ReadableSpan[] = []
  pipeline.add(collector(spans))
  const provider = new TracerProvider({ sampler: createSampler(sampling), spanProcessors: [{ ...pipeline }] })
  return { pipeline, provider, tracer: provider.getTracer('test'), spans, reports }
}

export function collector(spans: ReadableSpan[]) {
  return {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => void spans.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}

type Tracing = ReturnType<typeof tracing>

export function start(
  { tracer }: Pick<Tracing, 'tracer'>,
  name: string,
  parent?: Span | Context,
  attributes: Attributes = {},
): Span {
  const parentContext =
    parent === undefined ? ROOT_CONTEXT : 'spanContext' in parent ? trace.setSpan(ROOT_CONTEXT, parent) : parent
  return tracer.startSpan(name, { attributes }, parentContext)
}

export function remoteParent(traceId: string, traceFlags: number): Context {
  return trace.setSpanContext(context.active(), { traceId, spanId: '00f067aa0ba902b7', traceFlags, isRemote: true })
}
