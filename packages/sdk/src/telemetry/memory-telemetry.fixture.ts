import {
  InMemoryLogRecordExporter,
  type LogRecordProcessor,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  type DataPoint,
  InMemoryMetricExporter,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { afterEach } from 'vitest'
import type { Destination } from '../export/destination.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { ConsoleRecord, Runtime } from '../runtime/runtime.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import { TelemetryCore } from './telemetry-core.ts'

/** OpenTelemetry's own exporters that keep what they get, and what a console and a destination were told. */
export class Memory {
  readonly spanExporter = new InMemorySpanExporter()
  readonly logExporter = new InMemoryLogRecordExporter()
  readonly metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  readonly lines: ConsoleRecord[] = []
  readonly diagnostics: Diagnostic[] = []
  readonly calls: string[] = []

  get spans(): ReadableSpan[] {
    return this.spanExporter.getFinishedSpans()
  }

  get logs(): ReadableLogRecord[] {
    return this.logExporter.getFinishedLogRecords()
  }

  span(name: string): ReadableSpan {
    const found = this.spans.find((span) => span.name === name)
    if (found === undefined) throw new Error(`no span ${name}`)
    return found
  }

  /** The last state of a metric. */
  metric(name: string): MetricData | undefined {
    const last = this.metricExporter.getMetrics().at(-1)
    return last?.scopeMetrics.flatMap((scope) => scope.metrics).find(({ descriptor }) => descriptor.name === name)
  }

  points(name: string): [Record<string, unknown>, unknown][] {
    const points = (this.metric(name)?.dataPoints ?? []) as DataPoint<unknown>[]
    return points.map(({ attributes, value }) => [attributes, value])
  }

  createDestination(): Destination {
    const metricReader = new PeriodicExportingMetricReader({
      exporter: this.metricExporter,
      exportIntervalMillis: 3_600_000,
    })
    return {
      spanProcessor: new SimpleSpanProcessor({ exporter: this.spanExporter }),
      logRecordProcessor: new SimpleLogRecordProcessor({ exporter: this.logExporter }) as LogRecordProcessor,
      metricReader,
      stats: () => ({
        spans: { exported: this.spans.length, dropped: { queue_full: 1 } },
        logs: { exported: this.logs.length, dropped: {} },
        metrics: { points: 0, exported: 0, dropped: {} },
        buffer: { bytes: 0, maxBytes: 100 },
      }),
      flush: async () => {
        this.calls.push('flush')
        await metricReader.forceFlush()
      },
      shutdown: async () => {
        this.calls.push('shutdown')
        await metricReader.forceFlush()
      },
    }
  }
}

/** A telemetry over the whole pipeline whose records can be read. */
export class MemoryTelemetry extends TelemetryCore {
  readonly memory: Memory

  constructor(config: TelemetryConfig = {}, environment: Record<string, string> = {}, memory = new Memory()) {
    const runtime: Runtime = {
      ...nodeRuntime,
      environment,
      createConsoleWriter: () => ({
        write: (record) => void memory.lines.push(record),
        close: async () => void memory.calls.push('console closed'),
      }),
    }
    const onDiagnostic = config.onDiagnostic ?? ((diagnostic: Diagnostic) => void memory.diagnostics.push(diagnostic))
    super({ ...config, onDiagnostic }, runtime, () => memory.createDestination())
    this.memory = memory
  }
}

const made: MemoryTelemetry[] = []

/** A telemetry that is shut down after the test that made it. */
export function telemetryOf(...args: ConstructorParameters<typeof MemoryTelemetry>): MemoryTelemetry {
  const telemetry = new MemoryTelemetry(...args)
  made.push(telemetry)
  return telemetry
}

afterEach(async () => {
  await Promise.all(made.splice(0).map((telemetry) => telemetry.shutdown()))
})
