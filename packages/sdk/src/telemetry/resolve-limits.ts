import type { ResolvedPruning } from '../spans/span-pipeline.ts'
import { type OptionReader, TIMER_MILLIS_MAX } from './option-reader.ts'
import type { ResolvedBatch, ResolvedRedaction } from './resolved-config.ts'
import type { ContentCapture, TelemetryConfig } from './telemetry-config.ts'

const COUNT = { min: 1, max: 10_000_000 }
const MILLIS = { min: 1, max: TIMER_MILLIS_MAX }
const BYTES = { min: 1024, max: 4 * 1024 ** 3 }

export function resolvePruning(pruning: TelemetryConfig['pruning'], read: OptionReader): ResolvedPruning {
  const given = typeof pruning === 'object' && pruning !== null ? pruning : { enabled: pruning }
  return {
    enabled: read.boolean('pruning.enabled', given.enabled, [], true),
    maxSpansPerTrace: read.number('pruning.maxSpansPerTrace', given.maxSpansPerTrace, [], 1000, COUNT),
    maxRepeats: read.number('pruning.maxRepeats', given.maxRepeats, [], 100, COUNT),
    minDurationMs: read.number('pruning.minDurationMs', given.minDurationMs, [], 0, {
      min: 0,
      max: TIMER_MILLIS_MAX,
      integer: false,
    }),
    maxSpanAgeMs: read.number('pruning.maxSpanAgeMs', given.maxSpanAgeMs, [], 1_800_000, MILLIS),
  }
}

export function resolveBatch(batch: TelemetryConfig['batch'] = {}, read: OptionReader): ResolvedBatch {
  const both = (name: string) => [`OTEL_BSP_${name}`, `OTEL_BLRP_${name}`]
  const maxQueueSize = read.number('batch.maxQueueSize', batch.maxQueueSize, both('MAX_QUEUE_SIZE'), 2048, COUNT)
  const batchVariables = both('MAX_EXPORT_BATCH_SIZE')
  return {
    maxQueueSize,
    // A batch larger than the queue could never fill; the specification says at most the queue.
    maxExportBatchSize: Math.min(
      maxQueueSize,
      read.number('batch.maxExportBatchSize', batch.maxExportBatchSize, batchVariables, 512, COUNT),
    ),
    scheduledDelayMillis: read.number(
      'batch.scheduledDelayMillis',
      batch.scheduledDelayMillis,
      both('SCHEDULE_DELAY'),
      2000,
      MILLIS,
    ),
    exportTimeoutMillis: read.number(
      'batch.exportTimeoutMillis',
      batch.exportTimeoutMillis,
      both('EXPORT_TIMEOUT'),
      10_000,
      MILLIS,
    ),
    maxBufferedBytes: read.number('batch.maxBufferedBytes', batch.maxBufferedBytes, [], 8 * 1024 ** 2, BYTES),
    metricIntervalMillis: read.number(
      'batch.metricIntervalMillis',
      batch.metricIntervalMillis,
      ['OTEL_METRIC_EXPORT_INTERVAL'],
      15_000,
      MILLIS,
    ),
  }
}

function toContentCapture(value: unknown): ContentCapture | undefined {
  if (value === 'none' || value === 'metadata' || value === 'full') return value
  if (value === 'no_content' || value === 'false') return 'none'
  const full = ['span_only', 'event_only', 'span_and_event', 'true']
  return full.includes(String(value)) ? 'full' : undefined
}

export function resolveRedaction(
  redaction: TelemetryConfig['redaction'] = {},
  environment: string,
  read: OptionReader,
): ResolvedRedaction {
  const resolved: ResolvedRedaction = {
    captureContent: read.choice<ContentCapture>(
      'redaction.captureContent',
      redaction.captureContent,
      ['OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'],
      environment === 'development' ? 'full' : 'metadata',
      toContentCapture,
      "'none', 'metadata' or 'full'",
    ),
    maxValueLength: read.number(
      'redaction.maxValueLength',
      redaction.maxValueLength,
      ['OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT'],
      32_768,
      COUNT,
    ),
  }
  const { keys, patterns, redact } = redaction
  if (keys !== undefined) {
    resolved.keys = keys.filter((key, index) =>
      check(typeof key === 'string' || key instanceof RegExp, `redaction.keys[${index}]`, key),
    )
  }
  if (patterns !== undefined) {
    resolved.patterns = patterns.filter((pattern, index) =>
      check(pattern instanceof RegExp, `redaction.patterns[${index}]`, pattern),
    )
  }
  if (redact !== undefined) {
    if (typeof redact === 'function') resolved.redact = redact
    // Passing what the user wanted redacted would be worse than passing nothing.
    else {
      read.refuse('redaction.redact', 'a function', redact, 'a function that removes every value')
      resolved.redact = () => '[redaction failed]'
    }
  }
  return resolved

  function check(isRight: boolean, name: string, value: unknown): boolean {
    if (!isRight) read.refuse(name, 'text or a regular expression', value, 'none')
    return isRight
  }
}
