import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { Destination, DestinationStats } from './destination.ts'
import { createExportParts, type ExportParts } from './export-parts.ts'
import type { FlushTime } from './flushes.ts'
import type { OtlpDestinationOptions } from './otlp-destination-options.ts'
import { type SignalName, signalNames } from './signal-name.ts'

/** How long `forceFlush` of a single processor waits, as OpenTelemetry's own do. Whoever calls it has a limit of its own, which may be shorter. */
const forceFlush: FlushTime = { millis: 30_000, holdsProcess: false }

/**
 * Sends the three signals over OTLP/HTTP. Ended spans and log records wait in queues bounded by count, requests in one buffer bounded by bytes, and an
 * outage is ridden out for as long as that buffer lasts; then the oldest are dropped. Every record ends as exported or as dropped for a reason.
 * Nothing it does throws or rejects, or makes a caller wait.
 */
export function createOtlpDestination(options: OtlpDestinationOptions): Destination {
  // Nothing in here belongs to the request of a user in which the telemetry happens to be made.
  return context.with(suppressTracing(ROOT_CONTEXT), () => build(options))
}

function build(options: OtlpDestinationOptions): Destination {
  const parts = createExportParts(options, () => flushSignals(['metrics'], forceFlush))
  const { ledger, buffer, senders, flushes, traces, logs, reader, aborting } = parts
  const { batch, shutdownTimeoutMillis } = options.config
  let isClosed = false
  let stopping: Promise<void> | undefined

  const isSettled = (signal: SignalName, mark: number) => (buffer.oldest(signal) ?? Number.POSITIVE_INFINITY) > mark
  const flushSignals = async (signals: readonly SignalName[], time: FlushTime): Promise<void> => {
    if (isClosed) return
    let mark = Number.POSITIVE_INFINITY
    const work = async () => {
      for (const signal of signals) senders[signal].hurry()
      await Promise.all(signals.map((signal) => ({ traces, logs, metrics: reader })[signal].drain()))
      mark = buffer.newest
    }
    // What cannot be tried again in time is not waited for.
    const isDone = (deadline: number) =>
      signals.every((signal) => isSettled(signal, mark) || (senders[signal].pausedUntil ?? 0) > deadline)
    await flushes.start(time, work, (deadline) => isClosed || isDone(deadline))
  }
  const close = (): void => {
    isClosed = true
    reader.stop()
    aborting.abort()
    const lose = (signal: SignalName, records: number) =>
      ledger.lost(signal, senders[signal].isUnauthorized ? 'unauthorized' : 'shutdown', records)
    lose('traces', traces.close())
    lose('logs', logs.close())
    for (const { signal, records } of buffer.clear()) lose(signal, records)
    for (const signal of signalNames) senders[signal].close()
    ledger.close()
    flushes.check()
  }
  const processorOf = (signal: 'traces' | 'logs') => ({
    forceFlush: () => flushSignals([signal], forceFlush),
    // The destination ends by its own `shutdown`; a provider that ends only waits for what it handed over.
    shutdown: () => flushSignals([signal], { millis: shutdownTimeoutMillis, holdsProcess: false }),
  })
  return {
    spanProcessor: {
      ...processorOf('traces'),
      onStart: () => undefined,
      onEnd: (span: ReadableSpan) => traces.offer(span),
    },
    logRecordProcessor: {
      ...processorOf('logs'),
      onEmit: (record: ReadableLogRecord) => logs.offer(record),
    },
    metricReader: reader,
    flush: (millis) => flushSignals(signalNames, { millis, holdsProcess: true }),
    shutdown(millis) {
      stopping ??= flushSignals(signalNames, { millis, holdsProcess: true }).then(close, close)
      return stopping
    },
    stats: () => statsOf(parts, batch.maxBufferedBytes),
  }
}

function statsOf(parts: ExportParts, maxBytes: number): DestinationStats {
  const { ledger, buffer, points } = parts
  const countsOf = (signal: SignalName) => {
    const { exported, dropped } = ledger.counts[signal]
    return { exported, dropped: { ...dropped } }
  }
  return {
    spans: countsOf('traces'),
    logs: countsOf('logs'),
    metrics: { points, ...countsOf('metrics') },
    buffer: { bytes: buffer.bytes, maxBytes },
    lastError: ledger.lastError,
    lastExportAt: ledger.lastExportAt,
  }
}
