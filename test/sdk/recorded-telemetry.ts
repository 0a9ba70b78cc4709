import type { Attributes, HrTime } from '@opentelemetry/api'
import { InMemoryLogRecordExporter, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { type DataPoint, MetricReader } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Destination } from '../../packages/sdk/src/export/destination.ts'
import { nodeRuntime } from '../../packages/sdk/src/runtime/node-runtime.ts'
import type { TelemetryConfig } from '../../packages/sdk/src/telemetry/telemetry-config.ts'
import { TelemetryCore } from '../../packages/sdk/src/telemetry/telemetry-core.ts'

/** A span with the spans below it, in the order they started. */
export interface SpanNode {
  name: string
  span: ReadableSpan
  children: SpanNode[]
}

/** One metric point: its value, or the count and sum of a histogram. */
export interface MetricPoint {
  name: string
  unit: string
  attributes: Attributes
  value: number
  count: number | undefined
}

class PulledReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {
    await this.collect()
  }
  protected override async onShutdown(): Promise<void> {
    await this.collect()
  }
}

class RecordedCore extends TelemetryCore {
  constructor(config: TelemetryConfig, destination: Destination) {
    super(config, nodeRuntime, () => destination)
  }
}

/** A telemetry whose three signals can be looked at, silent on the console unless told otherwise. */
export function recordTelemetry(config: TelemetryConfig = {}) {
  const spans: ReadableSpan[] = []
  const logExporter = new InMemoryLogRecordExporter()
  const metricReader = new PulledReader()
  const destination: Destination = {
    spanProcessor: {
      onStart: () => undefined,
      onEnd: (span: ReadableSpan) => void spans.push(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
    logRecordProcessor: new SimpleLogRecordProcessor({ exporter: logExporter }),
    metricReader,
    stats: () => ({
      spans: { exported: spans.length, dropped: {} },
      logs: { exported: 0, dropped: {} },
      metrics: { points: 0, exported: 0, dropped: {} },
      buffer: { bytes: 0, maxBytes: 0 },
    }),
    flush: async () => undefined,
    shutdown: async () => undefined,
  }
  const telemetry = new RecordedCore({ console: 'silent', registerGlobal: false, ...config }, destination)
  return {
    telemetry,
    spans,
    /** Ended spans by name, in the order they ended. */
    named: (name: string) => spans.filter((span) => span.name === name),
    /** The one span of a name. */
    span(name: string): ReadableSpan {
      const [only, ...others] = spans.filter((span) => span.name === name)
      if (!only || others.length > 0) {
        throw new Error(
          `${others.length + (only ? 1 : 0)} spans ${name} in ${spans.map((span) => span.name).join(', ')}`,
        )
      }
      return only
    },
    tree: () => treeOf(spans),
    logs: () => logExporter.getFinishedLogRecords(),
    async metrics(): Promise<MetricPoint[]> {
      const { resourceMetrics } = await metricReader.collect()
      return resourceMetrics.scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ descriptor, dataPoints }) =>
          (dataPoints as DataPoint<number | { count: number; sum?: number }>[]).map(({ attributes, value }) => ({
            name: descriptor.name,
            unit: descriptor.unit,
            attributes,
            value: typeof value === 'number' ? value : (value.sum ?? 0),
            count: typeof value === 'number' ? undefined : value.count,
          })),
        ),
      )
    },
  }
}

const nanoseconds = ([seconds, nanos]: HrTime) => BigInt(seconds) * 1_000_000_000n + BigInt(nanos)

function treeOf(spans: readonly ReadableSpan[]): SpanNode[] {
  const ordered = spans
    .map((span, index) => ({ span, index }))
    .sort((left, right) => {
      const [from, to] = [nanoseconds(left.span.startTime), nanoseconds(right.span.startTime)]
      return from < to ? -1 : from > to ? 1 : left.index - right.index
    })
    .map(({ span }) => span)
  const below = (parent: string | undefined): SpanNode[] =>
    ordered
      .filter((span) => span.parentSpanContext?.spanId === parent)
      .map((span) => ({ name: span.name, span, children: below(span.spanContext().spanId) }))
  return below(undefined)
}

/** A tree as indented names. */
export const printTree = (nodes: readonly SpanNode[], depth = 0): string[] =>
  nodes.flatMap(({ name, children }) => [`${'  '.repeat(depth)}${name}`, ...printTree(children, depth + 1)])
