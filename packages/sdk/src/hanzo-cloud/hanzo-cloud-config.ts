import type { TelemetryConfig } from '../telemetry/telemetry-config.ts'

/** `TelemetryConfig`, and where to send. Everything may be left out: an option goes before `HANZO_*`, that before `OTEL_*`, that before the default. */
export interface HanzoCloudConfig extends TelemetryConfig {
  /**
   * The address of the platform, default `HANZO_CLOUD_URL`, else `OTEL_EXPORTER_OTLP_ENDPOINT`, else `https://cloud.hanzo.ai`. `{region}` in it stands for the region.
   */
  cloudUrl?: string | undefined
  /**
   * Default `HANZO_CLOUD_API_KEY`. Without one nothing is sent, and a warning `missing_api_key` says so; but a platform on this machine (a loopback
   * address that was named) and an endpoint of `OTEL_EXPORTER_OTLP_ENDPOINT` are sent to all the same.
   */
  apiKey?: string | undefined
  /** Default `HANZO_PROJECT_ID`, else the project of the key. */
  projectId?: string | undefined
  /** Default the first of `HANZO_CLOUD_REGION`, `AWS_REGION`, `FLY_REGION`, `VERCEL_REGION`, `GOOGLE_CLOUD_REGION`; else none. */
  region?: string | undefined
  /** Further headers of every request. */
  headers?: Record<string, string> | undefined
  /** Default `gzip`. */
  compression?: 'gzip' | 'none' | undefined
  /** Default `http/protobuf`. */
  protocol?: 'http/protobuf' | 'http/json' | undefined
  /** Of metrics, default `delta`. */
  temporality?: 'delta' | 'cumulative' | undefined
  /** Throws a `HanzoCloudConfigError` for a missing key or a malformed address instead of staying local. Default false. */
  strict?: boolean | undefined
}
