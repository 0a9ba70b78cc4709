import type { DestinationStats } from '../export/destination.ts'
import type { TelemetryEngine } from './telemetry-engine.ts'
import type { TelemetryStats } from './telemetry-stats.ts'
import { withinTime } from './within-time.ts'

/** What ending takes when everything has been flushed, or nothing more can be. */
const END_MILLIS = 50

const NOTHING_SENT: DestinationStats = {
  spans: { exported: 0, dropped: {} },
  logs: { exported: 0, dropped: {} },
  metrics: { points: 0, exported: 0, dropped: {} },
  buffer: { bytes: 0, maxBytes: 0 },
}

/** Runs all, and waits for all; one that throws counts as one that rejects. */
function settleAll(steps: (() => Promise<void> | undefined)[]): Promise<unknown> {
  return Promise.allSettled(steps.map(async (step) => step()))
}

/** Everything recorded before the call, sent or counted as lost, within the time given. */
export async function flushEngine(engine: TelemetryEngine, timeoutMillis: number): Promise<void> {
  engine.announcer.flush()
  const flushes = [() => engine.pipeline.forceFlush(), () => engine.destination?.flush(timeoutMillis)]
  await withinTime(settleAll(flushes), timeoutMillis)
}

/** Ends everything that an engine started; what it takes longer than the time given is left to itself. */
export async function shutdownEngine(engine: TelemetryEngine): Promise<void> {
  const { shutdownTimeoutMillis } = engine.config
  const deadline = Date.now() + shutdownTimeoutMillis
  const { pipeline, destination, tracerProvider, meterProvider, loggerProvider } = engine
  engine.announcer.flush()
  engine.announcer.close()
  // Side by side, so that an added processor that hangs takes no time from the destination.
  const flushes = [() => pipeline.forceFlush(), () => destination?.shutdown(shutdownTimeoutMillis)]
  const flushed = await withinTime(settleAll(flushes), shutdownTimeoutMillis)
  const ends = [tracerProvider, meterProvider, loggerProvider].map((provider) => () => provider.shutdown())
  const ended = await withinTime(settleAll(ends), Math.max(END_MILLIS, deadline - Date.now()))
  const inTime = flushed && ended
  if (!inTime) {
    const message = `shutdown took longer than ${shutdownTimeoutMillis} ms; what had not been sent is lost: raise shutdownTimeoutMillis`
    engine.diagnostics.report({ level: 'warn', code: 'shutdown_timeout', message })
  }
  engine.pipeline.close()
  engine.diagnostics.close()
}

/** The counts of the span pipeline and those of the destination as one. */
export function engineStats(engine: TelemetryEngine): TelemetryStats {
  const sent = engine.destination?.stats() ?? NOTHING_SENT
  const { started, ended, open, dropped } = engine.pipeline.counts()
  const spansDropped: Record<string, number> = { ...sent.spans.dropped }
  for (const [reason, count] of Object.entries(dropped)) {
    if (count > 0) spansDropped[reason] = (spansDropped[reason] ?? 0) + count
  }
  return {
    spans: { started, ended, open, exported: sent.spans.exported, dropped: spansDropped },
    logs: { emitted: engine.counts.logs, exported: sent.logs.exported, dropped: { ...sent.logs.dropped } },
    metrics: { ...sent.metrics, dropped: { ...sent.metrics.dropped } },
    buffer: { ...sent.buffer },
    ...(sent.lastError !== undefined && { lastError: sent.lastError }),
    ...(sent.lastExportAt !== undefined && { lastExportAt: sent.lastExportAt }),
  }
}

/** What a disabled telemetry answers. */
export function emptyStats(): TelemetryStats {
  return {
    spans: { started: 0, ended: 0, open: 0, exported: 0, dropped: {} },
    logs: { emitted: 0, exported: 0, dropped: {} },
    metrics: { points: 0, exported: 0, dropped: {} },
    buffer: { bytes: 0, maxBytes: 0 },
  }
}
