import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { IMetricReader } from '@opentelemetry/sdk-metrics'
import type { SpanProcessorLike } from '../telemetry/span-processor-like.ts'
import type { TelemetryStats } from '../telemetry/telemetry-stats.ts'

/** What a destination knows of the counts in `TelemetryStats`: what it took, sent and lost. */
export interface DestinationStats {
  spans: Pick<TelemetryStats['spans'], 'exported' | 'dropped'>
  logs: Pick<TelemetryStats['logs'], 'exported' | 'dropped'>
  metrics: TelemetryStats['metrics']
  buffer: TelemetryStats['buffer']
  lastError?: TelemetryStats['lastError']
  lastExportAt?: number | undefined
}

/** Where the three signals of one telemetry go. */
export interface Destination {
  /** Is handed ended spans that are to be sent, already sampled, pruned and redacted. */
  readonly spanProcessor: SpanProcessorLike
  readonly logRecordProcessor: LogRecordProcessor
  readonly metricReader: IMetricReader
  stats(): DestinationStats
  /** Resolves once everything that was recorded before the call is sent or counted as lost; never rejects. */
  flush(timeoutMillis: number): Promise<void>
  /** Flushes within the time given, then drops and counts the rest; never rejects. */
  shutdown(timeoutMillis: number): Promise<void>
}
