import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { type DataPoint, type MetricData, MetricReader } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Destination } from '../../packages/sdk/src/export/destination.ts'
import { nodeRuntime } from '../../packages/sdk/src/runtime/node-runtime.ts'
import type { Diagnostic } from '../../packages/sdk/src/telemetry/diagnostics.ts'
import type { TelemetryConfig } from '../../packages/sdk/src/telemetry/telemetry-config.ts'
import { TelemetryCore } from '../../packages/sdk/src/telemetry/telemetry-core.ts'

const nothing = () => Promise.resolve()

class PullReader extends MetricReader {
  protected onForceFlush = nothing
  protected onShutdown = nothing
}

/** A telemetry of the real SDK whose destination is memory. */
export class RecordingTelemetry extends TelemetryCore {
  readonly spans: ReadableSpan[]
  readonly logs: ReadableLogRecord[]
  readonly diagnostics: Diagnostic[]
  readonly #reader: PullReader

  constructor(config: TelemetryConfig = {}) {
    const spans: ReadableSpan[] = []
    const logs: ReadableLogRecord[] = []
    const diagnostics: Diagnostic[] = []
    const reader = new PullReader()
    const destination: Destination = {
      spanProcessor: processorInto(spans),
      logRecordProcessor: { onEmit: (record) => void logs.push(record), forceFlush: nothing, shutdown: nothing },
      metricReader: reader,
      stats: () => ({
        spans: { exported: spans.length, dropped: {} },
        logs: { exported: logs.length, dropped: {} },
        metrics: { points: 0, exported: 0, dropped: {} },
        buffer: { bytes: 0, maxBytes: 0 },
      }),
      flush: nothing,
      shutdown: nothing,
    }
    super(
      { console: 'silent', onDiagnostic: (diagnostic) => void diagnostics.push(diagnostic), ...config },
      nodeRuntime,
      () => destination,
    )
    this.spans = spans
    this.logs = logs
    this.diagnostics = diagnostics
    this.#reader = reader
  }

  span(name: string): ReadableSpan {
    const found = this.spans.findLast((span) => span.name === name)
    if (found === undefined) throw new Error(`no span ${name} among ${this.spans.map((span) => span.name).join(', ')}`)
    return found
  }

  /** The points of a metric as `{tags, value}`; a histogram's value is its count. */
  async metric(name: string): Promise<{ tags: Record<string, unknown>; value: number }[]> {
    const { resourceMetrics } = await this.#reader.collect()
    const all: MetricData[] = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
    return all
      .filter((metric) => metric.descriptor.name === name)
      .flatMap((metric) => metric.dataPoints as DataPoint<number | { count: number }>[])
      .map((point) => ({
        tags: point.attributes,
        value: typeof point.value === 'number' ? point.value : point.value.count,
      }))
  }
}

function processorInto(spans: ReadableSpan[]): Destination['spanProcessor'] {
  return {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => void spans.push(span),
    forceFlush: nothing,
    shutdown: nothing,
  }
}
