import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { SDK_VERSION } from '../telemetry/sdk-version.ts'
import { createBatchSize } from './batch-size.ts'
import { countPoints, encodeMetrics } from './encode-metrics.ts'
import { type EncodeOptions, encodeRecords } from './encode-records.ts'
import { createExportBuffer, type ExportBuffer } from './export-buffer.ts'
import { createExportLedger, type ExportLedger } from './export-ledger.ts'
import { exportTiming } from './export-timing.ts'
import { createFlushes, type Flushes } from './flushes.ts'
import { gunzip } from './gunzip.ts'
import { createOtlpCodec, type OtlpCodec } from './otlp-codec.ts'
import type { OtlpDestinationOptions, OtlpEndpoint } from './otlp-destination-options.ts'
import { OtlpMetricReader } from './otlp-metric-reader.ts'
import { createRecordQueue, type RecordQueue } from './record-queue.ts'
import { createSender, type Sender } from './sender.ts'
import { type SignalName, signalNames } from './signal-name.ts'

/** Largest request before compression; what is larger is divided. Servers commonly take 4 MiB and more. */
const maxRequestBytes = 2 * 1024 * 1024

/** What a destination is made of: queues and a reader in front, the buffer and its senders behind. */
export interface ExportParts {
  ledger: ExportLedger
  flushes: Flushes
  buffer: ExportBuffer
  senders: Record<SignalName, Sender>
  traces: RecordQueue<ReadableSpan>
  logs: RecordQueue<ReadableLogRecord>
  reader: OtlpMetricReader
  /** Metric points collected. */
  points: number
  /** Ends the requests in flight. */
  aborting: AbortController
}

/** @param flushMetrics what the metric reader waits for when it is flushed. */
export function createExportParts(options: OtlpDestinationOptions, flushMetrics: () => Promise<void>): ExportParts {
  const { batch } = options.config
  const timing = { ...exportTiming, ...options.timing }
  const ledger = createExportLedger(options.diagnostics, timing.lossReportMillis)
  const flushes = createFlushes()
  const aborting = new AbortController()
  const endpoints = bySignal((signal) => endpointOf(signal, options))
  const maxRecords = Math.min(batch.maxExportBatchSize, batch.maxQueueSize)
  const maxBytes = Math.min(maxRequestBytes, Math.ceil(batch.maxBufferedBytes / 4))
  const sizes = bySignal(() => createBatchSize({ maxRecords, maxBytes }))
  const buffer = createExportBuffer({
    codecs: bySignal((signal) => endpoints[signal].codec),
    maxBytes: batch.maxBufferedBytes,
    maxBatchBytes: maxBytes,
    maxBatchRecords: maxRecords,
    gzip: options.runtime.createGzip(),
    compressed: new Set(signalNames.filter((signal) => endpoints[signal].compression === 'gzip')),
    onDropped(dropped, reason) {
      ledger.lost(dropped.signal, reason, dropped.records)
      flushes.check()
    },
  })
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis)
  const shared = { buffer, ledger, timing, fetch, told: new Set<string>(), gunzip, abort: aborting.signal }
  const senders = bySignal((signal) =>
    createSender({ ...endpoints[signal], ...shared, signal, size: sizes[signal], onChange: flushes.check }),
  )
  const add: ExportBuffer['add'] = (signal, encoded) => {
    buffer.add(signal, encoded)
    senders[signal].work()
  }
  const encoding = bySignal((signal) => ({
    ...{ signal, ledger, maxRecords, buffer: { add } },
    codec: endpoints[signal].codec,
    size: sizes[signal],
  }))
  const front = createFront(options, encoding, ledger, flushMetrics)
  return Object.assign(front, { ledger, flushes, buffer, senders, aborting })
}

/** What takes records from OpenTelemetry and encodes them. */
function createFront(
  { config: { batch }, temporality = 'delta' }: OtlpDestinationOptions,
  encoding: Record<SignalName, EncodeOptions & { codec: OtlpCodec }>,
  ledger: ExportLedger,
  flushMetrics: () => Promise<void>,
): Pick<ExportParts, 'traces' | 'logs' | 'reader' | 'points'> {
  const queueOf = <T>(signal: 'traces' | 'logs', encode: (records: T[]) => Uint8Array | undefined) =>
    createRecordQueue<T>({
      maxRecords: batch.maxQueueSize,
      batchSize: encoding[signal].size.records,
      delayMillis: batch.scheduledDelayMillis,
      encode: (records) => encodeRecords(records, encode, () => 1, encoding[signal]),
      onLost: (reason) => ledger.lost(signal, reason, 1),
    })
  const reader = new OtlpMetricReader({
    temporality,
    intervalMillis: batch.metricIntervalMillis,
    timeoutMillis: batch.exportTimeoutMillis,
    onCollected(metrics) {
      front.points += countPoints(metrics)
      encodeMetrics(metrics, encoding.metrics.codec, encoding.metrics)
    },
    onFailed(error) {
      ledger.tell({ level: 'warn', code: 'metric_collection', message: `metrics could not be read: ${error}` })
    },
    flush: flushMetrics,
  })
  const traces = queueOf<ReadableSpan>('traces', encoding.traces.codec.encode.traces)
  const logs = queueOf<ReadableLogRecord>('logs', encoding.logs.codec.encode.logs)
  const front = { traces, logs, reader, points: 0 }
  return front
}

function endpointOf(signal: SignalName, options: OtlpDestinationOptions): OtlpEndpoint & { codec: OtlpCodec } {
  const own = options.signals?.[signal]
  return {
    url: own?.url ?? `${options.url.replace(/\/+$/, '')}/v1/${signal}`,
    headers: { 'user-agent': `hanzo-ai/${SDK_VERSION}`, ...options.headers, ...own?.headers },
    compression: own?.compression ?? options.compression ?? 'gzip',
    timeoutMillis: own?.timeoutMillis ?? options.config.batch.exportTimeoutMillis,
    codec: createOtlpCodec(own?.protocol ?? options.protocol ?? 'http/protobuf'),
  }
}

function bySignal<T>(make: (signal: SignalName) => T): Record<SignalName, T> {
  return { traces: make('traces'), logs: make('logs'), metrics: make('metrics') }
}
