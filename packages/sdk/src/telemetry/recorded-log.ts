import { type AttributeValue, type HrTime, isSpanContextValid, type SpanContext, trace } from '@opentelemetry/api'
import type { AnyValue, AnyValueMap, LogRecord } from '@opentelemetry/api-logs'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { hrTimeOf } from '../metrics/series.ts'

const attributesMax = 128

/** What the records of one logger have in common. */
export type LogOrigin = Pick<ReadableLogRecord, 'resource' | 'instrumentationScope'>

/** A record of ours: plain already, its time in milliseconds, its context given. */
export type PlainLog = Pick<LogRecord, 'severityNumber' | 'severityText' | 'body' | 'eventName'> &
  Required<Pick<LogRecord, 'context'>> & { timestamp: number; attributes: Readonly<Record<string, unknown>> }

/**
 * A log record that is handed to processors at once, as OpenTelemetry's SDK has it: the same limits, but values that are known to be plain are not looked at
 * again.
 * @see https://opentelemetry.io/docs/specs/otel/logs/sdk/#logrecord-limits
 */
export class RecordedLog implements ReadableLogRecord {
  readonly resource: ReadableLogRecord['resource']
  readonly instrumentationScope: ReadableLogRecord['instrumentationScope']
  readonly hrTime: HrTime
  readonly hrTimeObserved: HrTime
  readonly spanContext?: SpanContext
  readonly severityNumber?: NonNullable<ReadableLogRecord['severityNumber']>
  readonly severityText?: string
  readonly body?: NonNullable<ReadableLogRecord['body']>
  readonly eventName?: string
  readonly attributes: AnyValueMap = {}
  droppedAttributesCount = 0
  #attributesCount = 0

  constructor(origin: LogOrigin, record: PlainLog) {
    const { severityNumber, severityText, body, eventName } = record
    this.resource = origin.resource
    this.instrumentationScope = origin.instrumentationScope
    this.hrTime = hrTimeOf(record.timestamp)
    this.hrTimeObserved = this.hrTime
    const span = trace.getSpanContext(record.context)
    if (span !== undefined && isSpanContextValid(span)) this.spanContext = span
    if (severityNumber !== undefined) this.severityNumber = severityNumber
    if (severityText !== undefined) this.severityText = severityText
    if (body !== undefined && body !== null) this.body = body
    if (eventName !== undefined) this.eventName = eventName
    for (const key in record.attributes) this.#set(key, record.attributes[key])
  }

  /** Sets an attribute that the record does not have. */
  stamp(key: string, value: AttributeValue): void {
    if (this.attributes[key] === undefined) this.#set(key, value)
  }

  #set(key: string, value: unknown): void {
    if (key === '') return
    if (this.#attributesCount >= attributesMax) {
      this.droppedAttributesCount++
      return
    }
    this.#attributesCount++
    this.attributes[key] = heldValue(value) as AnyValue
  }
}

/** The record is encoded later: what the caller may change until then is copied. */
function heldValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(heldValue)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, heldValue(item)]))
}
