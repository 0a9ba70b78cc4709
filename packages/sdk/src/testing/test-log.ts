import type { SdkLogRecord } from '@opentelemetry/sdk-logs'

/** A log record or event, plain. */
export interface TestLog {
  /** `debug`, `info`, `warn` or `error`. */
  level: string
  message: string
  /** Of records that are events, such as `gen_ai.client.inference.operation.details`. */
  eventName: string | undefined
  attributes: Record<string, unknown>
  traceId: string | undefined
  spanId: string | undefined
  /** Milliseconds since 1970. */
  timestamp: number
}

export function toTestLog(record: SdkLogRecord): TestLog {
  const [seconds, nanoseconds] = record.hrTime
  return {
    level: (record.severityText ?? '').toLowerCase(),
    message: typeof record.body === 'string' ? record.body : (JSON.stringify(record.body) ?? ''),
    eventName: record.eventName,
    attributes: { ...record.attributes },
    traceId: record.spanContext?.traceId,
    spanId: record.spanContext?.spanId,
    timestamp: seconds * 1000 + nanoseconds / 1e6,
  }
}
