import { expect } from 'vitest'
import type { ExportTiming } from '../../../packages/sdk/src/export/export-timing.ts'
import { createOtlpDestination } from '../../../packages/sdk/src/export/otlp-destination.ts'
import { nodeRuntime } from '../../../packages/sdk/src/runtime/node-runtime.ts'
import type { Diagnostic } from '../../../packages/sdk/src/telemetry/diagnostics.ts'
import type { BatchOptions, TelemetryConfig } from '../../../packages/sdk/src/telemetry/telemetry-config.ts'
import { TelemetryCore } from '../../../packages/sdk/src/telemetry/telemetry-core.ts'
import type { TelemetryStats } from '../../../packages/sdk/src/telemetry/telemetry-stats.ts'

/** A tenth of a second where the SDK waits half a minute: an outage of a test lasts as long for it as one of minutes for an application. */
export const quick: Partial<ExportTiming> = { firstBackOffMillis: 10, maxBackOffMillis: 100, pauseMillis: 100 }

interface Options {
  url: string
  batch?: BatchOptions
  timing?: Partial<ExportTiming>
  config?: TelemetryConfig
  protocol?: 'http/protobuf' | 'http/json'
}

/** All of the SDK's telemetry over real HTTP; only the waits are shortened. */
export class TelemetryUnderTest extends TelemetryCore {
  readonly told: Diagnostic[]

  constructor({ url, batch, timing = quick, config, protocol }: Options) {
    const told: Diagnostic[] = []
    super(
      {
        console: 'silent',
        registerGlobal: false,
        flushOnExit: false,
        pruning: false,
        batch: { scheduledDelayMillis: 20, exportTimeoutMillis: 1500, metricIntervalMillis: 50, ...batch },
        onDiagnostic: (diagnostic) => told.push(diagnostic),
        ...config,
      },
      nodeRuntime,
      (parts) =>
        createOtlpDestination({ ...parts, url, timing, protocol, headers: { 'x-api-key': 'hk_0123456789abcdef' } }),
    )
    this.told = told
  }

  codes(): string[] {
    return this.told.map(({ code }) => code)
  }

  /** Records a span, a log record and a counter's increment for each number. */
  async recordNumbers(from: number, to: number): Promise<void> {
    for (let number = from; number < to; number += 1) {
      this.startSpan(`span-${number}`).end()
      this.log('info', `log-${number}`)
      if (number % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

/** Every record that was started is exported, dropped for a reason, or still waits. */
export function accountOf({ spans, logs, metrics }: TelemetryStats) {
  const sum = (dropped: Record<string, number>) => Object.values(dropped).reduce((total, count) => total + count, 0)
  return {
    spans: spans.started - spans.exported - sum(spans.dropped),
    logs: logs.emitted - logs.exported - sum(logs.dropped),
    metrics: metrics.points - metrics.exported - sum(metrics.dropped),
  }
}

export const nothingMissing = { spans: 0, logs: 0, metrics: 0 }

/** Fails unless each of the numbers was received exactly once. */
export function expectOnce(counts: Map<string, number>, prefix: string, from: number, to: number): void {
  const wrong: string[] = []
  for (let number = from; number < to; number += 1) {
    if (counts.get(`${prefix}-${number}`) !== 1) wrong.push(`${prefix}-${number}: ${counts.get(`${prefix}-${number}`)}`)
  }
  expect(wrong).toEqual([])
}
