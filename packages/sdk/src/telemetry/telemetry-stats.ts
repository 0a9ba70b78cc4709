/**
 * What became of what was recorded. Reasons of loss: `queue_full`, `buffer_full`, `rejected` (the server refused records or a request for good),
 * `too_large`, `unauthorized`, `pruned`, `unsampled`, `shutdown`, `failed` (could not be encoded).
 */
export interface TelemetryStats {
  spans: { started: number; ended: number; open: number; exported: number; dropped: Record<string, number> }
  logs: { emitted: number; exported: number; dropped: Record<string, number> }
  metrics: { points: number; exported: number; dropped: Record<string, number> }
  /** Compressed bytes that wait for the server. */
  buffer: { bytes: number; maxBytes: number }
  lastError?: { at: number; code: string; message: string } | undefined
  /** Milliseconds since 1970. */
  lastExportAt?: number | undefined
}
