import type { Runtime } from '../runtime/runtime.ts'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { ResolvedConfig } from '../telemetry/resolved-config.ts'
import type { ExportTiming } from './export-timing.ts'
import type { OtlpProtocol } from './otlp-codec.ts'
import type { SignalName } from './signal-name.ts'
import type { TemporalityPreference } from './temporality.ts'

/** Where one signal goes. */
export interface OtlpEndpoint {
  /** In full, with `/v1/traces` and the like. */
  url: string
  headers: Record<string, string>
  compression: 'gzip' | 'none'
  timeoutMillis: number
}

export interface OtlpDestinationOptions {
  config: Pick<ResolvedConfig, 'batch' | 'shutdownTimeoutMillis'>
  runtime: Pick<Runtime, 'createGzip'>
  diagnostics: Diagnostics
  /** The base, as OTEL_EXPORTER_OTLP_ENDPOINT has it: `/v1/traces`, `/v1/logs` and `/v1/metrics` follow. */
  url: string
  /** Sent with every request; secrets among them never appear in diagnostics. */
  headers?: Record<string, string> | undefined
  /** Default `gzip`. */
  compression?: 'gzip' | 'none' | undefined
  /** Default `http/protobuf`. */
  protocol?: OtlpProtocol | undefined
  /** Default `delta`. */
  temporality?: TemporalityPreference | undefined
  /** What differs for one signal. `headers` are added to those above. */
  signals?: Partial<Record<SignalName, Partial<OtlpEndpoint & { protocol: OtlpProtocol }>>> | undefined
  /** Internal: tests shorten waits. */
  timing?: Partial<ExportTiming> | undefined
  /** Internal: default the platform's, as it is when the destination is made. */
  fetch?: typeof globalThis.fetch | undefined
}
