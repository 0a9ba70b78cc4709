import type { IngestProblem } from '@hanzo/schema/api'
import { formatQuantity } from '@/lib/format-number.ts'

/** Tells problems apart in a URL: a hash of what they are grouped by. */
export function problemKey(problem: IngestProblem): string {
  const { outcome, signal, statusCode, code, reason, serviceName, sdk } = problem
  const text = [outcome, signal, statusCode, code, reason, serviceName, sdk].join('\0')
  let low = 0x811c9dc5
  let high = 0x01000193
  for (let index = 0; index < text.length; index++) {
    low = Math.imul(low ^ text.charCodeAt(index), 0x01000193)
    high = Math.imul(high ^ low, 0x85ebca6b)
  }
  return [low, high].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
}

const units = { traces: 'span', logs: 'log record', metrics: 'data point' } as const

/** How many, of what: `12 spans`, `3 requests`. */
export function problemQuantity({ outcome, signal, recordCount, requestCount }: IngestProblem): string {
  if (outcome === 'refused' || recordCount === 0) return formatQuantity(requestCount, 'request')
  return formatQuantity(recordCount, signal ? units[signal] : 'record')
}

/** What a reader can do about it; `null` where the reason says it all. */
export function problemAdvice({ code, reason, outcome }: IngestProblem): string | null {
  if (code === 'RATE_LIMITED' || code === 'QUOTA_EXCEEDED') {
    return 'The sender was told when to try again, and SDKs do so by themselves. Raise the limit of the project in its settings, or send less: sample, or export metrics less often.'
  }
  if (code === 'BODY_TOO_LARGE') {
    return 'Have the SDK send smaller batches: OTEL_BSP_MAX_EXPORT_BATCH_SIZE for spans, OTEL_BLRP_MAX_EXPORT_BATCH_SIZE for logs.'
  }
  if (code === 'UNSUPPORTED_MEDIA_TYPE') {
    return 'Check OTEL_EXPORTER_OTLP_PROTOCOL (http/protobuf or http/json) and OTEL_EXPORTER_OTLP_COMPRESSION of the sender.'
  }
  if (code.startsWith('SPOOL_') || code === 'INGEST_BUSY' || code === 'RECEIVER_BUSY') {
    return 'Nothing that was acknowledged is lost, and SDKs send again by themselves. Look at the spool and at ClickHouse above.'
  }
  if (/TimeUnixNano/.test(reason)) {
    return 'The time of the record is outside of what is kept. Compare the clock of the sender with this one, and check that times are sent in nanoseconds.'
  }
  return outcome === 'warned' ? 'Everything that was sent is stored, or the sender was told what was not.' : null
}
