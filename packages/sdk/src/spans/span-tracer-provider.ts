import {
  type Context,
  context as globalContext,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'
import { isTracingSuppressed } from '@opentelemetry/core'
import { type ReadableSpan, type Sampler, SamplingDecision } from '@opentelemetry/sdk-trace'
import { randomIds } from './random-ids.ts'
import { RecordedSpan, type SpanLimits, type SpanOrigin } from './recorded-span.ts'
import type { SpanPipeline } from './span-pipeline.ts'

interface SpanTracerOptions {
  resource: ReadableSpan['resource']
  sampler: Sampler
  limits: SpanLimits
  pipeline: SpanPipeline
}

/** A tracer provider that is flushed and ended together with its pipeline. */
export interface SpanTracerProvider extends TracerProvider {
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

/**
 * The tracer provider of one telemetry, over its one pipeline. What OpenTelemetry's SDK does for any number of processors, samplers and generators of ids
 * takes half of a span's time.
 */
export function createTracerProvider(options: SpanTracerOptions): SpanTracerProvider {
  const tracers = new Map<string, Tracer>()
  return {
    getTracer(name, version, about) {
      const key = JSON.stringify([name, version, about?.schemaUrl])
      let tracer = tracers.get(key)
      if (tracer === undefined) {
        const instrumentationScope = {
          name,
          version,
          schemaUrl: about?.schemaUrl,
        } as SpanOrigin['instrumentationScope']
        tracer = createTracer(options.sampler, { ...options, instrumentationScope })
        tracers.set(key, tracer)
      }
      return tracer
    },
    forceFlush: () => options.pipeline.forceFlush(),
    shutdown: () => options.pipeline.shutdown(),
  }
}

function createTracer(sampler: Sampler, origin: SpanOrigin): Tracer {
  function startSpan(name: string, options: SpanOptions = {}, given: Context = globalContext.active()): Span {
    const context = options.root ? trace.deleteSpan(given) : given
    if (isTracingSuppressed(context)) return trace.wrapSpanContext(INVALID_SPAN_CONTEXT)
    const parent = validParent(context)
    const traceId = parent?.traceId ?? randomIds.generateTraceId()
    const kind = options.kind ?? SpanKind.INTERNAL
    const { attributes, links, startTime } = options
    const sampled = sampler.shouldSample(context, traceId, name, kind, attributes ?? {}, links ?? [])
    const { decision } = sampled
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? TraceFlags.SAMPLED : TraceFlags.NONE
    const own: SpanContext = { traceId, spanId: randomIds.generateSpanId(), traceFlags }
    const traceState = sampled.traceState ?? parent?.traceState
    if (traceState) own.traceState = traceState
    if (decision === SamplingDecision.NOT_RECORD) return trace.wrapSpanContext(own)
    const span = new RecordedSpan(origin, { context: own, parent, name, kind, startTime })
    if (links) span.addLinks(links)
    if (attributes) span.setAttributes(attributes)
    if (sampled.attributes) span.setAttributes(sampled.attributes)
    origin.pipeline.onStart(span, context)
    return span
  }

  return {
    startSpan,
    startActiveSpan<T>(name: string, ...rest: unknown[]): T {
      const fn = rest.at(-1) as (span: Span) => T
      const options = (rest.length > 1 ? rest[0] : undefined) as SpanOptions | undefined
      const parent = (rest.length > 2 ? rest[1] : undefined) as Context | undefined
      const context = parent ?? globalContext.active()
      const span = startSpan(name, options, context)
      return globalContext.with(trace.setSpan(context, span), fn, undefined, span)
    },
  }
}

function validParent(context: Context): SpanContext | undefined {
  const parent = trace.getSpanContext(context)
  return parent && isSpanContextValid(parent) ? parent : undefined
}
