import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'

/** What a processor is handed; 2.x and 3.x name the type differently. */
export type EmittedLog = Parameters<LogRecordProcessor['onEmit']>[0]

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

export function toTestLog(record: EmittedLog): TestLog {
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
