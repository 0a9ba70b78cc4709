import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import { AggregationTemporality, MetricReader } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { Destination } from '../export/destination.ts'
import { type EmittedLog, type TestLog, toTestLog } from './test-log.ts'
import { mergeMetrics, type TestMetric } from './test-metric.ts'
import { type TestSpan, toTestSpan } from './test-span.ts'

/** Records kept of each signal; the oldest go. A test that records more is measuring something else. */
const recordsMax = 100_000

/** A destination that keeps everything in the process. */
export interface MemoryDestination extends Destination {
  readonly spans: TestSpan[]
  readonly logs: TestLog[]
  readMetrics(): Promise<TestMetric[]>
  clear(): Promise<void>
}

class MemoryMetricReader extends MetricReader {
  /** From then on it refuses to read. */
  isClosed = false

  constructor() {
    super({ aggregationTemporalitySelector: () => AggregationTemporality.DELTA })
  }
  protected async onForceFlush(): Promise<void> {
    // Everything is read when it is asked for.
  }
  protected async onShutdown(): Promise<void> {
    this.isClosed = true
  }
}

export function createMemoryDestination(): MemoryDestination {
  const spans: TestSpan[] = []
  const logs: TestLog[] = []
  const metrics = new Map<string, TestMetric>()
  const metricReader = new MemoryMetricReader()
  let exported = { spans: 0, logs: 0 }
  const settled = async () => undefined

  async function readMetrics(): Promise<TestMetric[]> {
    if (!metricReader.isClosed) mergeMetrics(metrics, (await metricReader.collect()).resourceMetrics)
    return [...metrics.values()].map((metric) => structuredClone(metric))
  }
  const logRecordProcessor: LogRecordProcessor = {
    onEmit(record: EmittedLog) {
      exported.logs++
      keep(logs, toTestLog(record))
    },
    forceFlush: settled,
    shutdown: settled,
  }
  return {
    spans,
    logs,
    readMetrics,
    async clear() {
      await readMetrics()
      metrics.clear()
      spans.length = 0
      logs.length = 0
      exported = { spans: 0, logs: 0 }
    },
    spanProcessor: {
      onStart: () => undefined,
      onEnd(span: ReadableSpan) {
        exported.spans++
        keep(spans, toTestSpan(span))
      },
      forceFlush: settled,
      shutdown: settled,
    },
    logRecordProcessor,
    metricReader,
    stats: () => ({
      spans: { exported: exported.spans, dropped: {} },
      logs: { exported: exported.logs, dropped: {} },
      metrics: { points: metrics.size, exported: metrics.size, dropped: {} },
      buffer: { bytes: 0, maxBytes: 0 },
    }),
    flush: async () => void (await readMetrics()),
    shutdown: async () => void (await readMetrics()),
  }
}

function keep<T>(records: T[], record: T): void {
  records.push(record)
  if (records.length > recordsMax) records.shift()
}
