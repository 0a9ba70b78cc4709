import { context as globalContext } from '@opentelemetry/api'
import type { AnyValue } from '@opentelemetry/api-logs'
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { Redactor } from '../redaction/redactor.ts'
import type { Stamp } from './stamp.ts'

export interface StampLogRecordOptions {
  stamp: Stamp
  redactor: Redactor
  /** Whether the record is one of ours, redacted before it was emitted. */
  isOwn(): boolean
  onEmit(): void
}

/** Comes before the destination: redacts what other loggers emit, and stamps session, metadata and child attributes on every record. */
export function createStampLogRecordProcessor(options: StampLogRecordOptions): LogRecordProcessor {
  return {
    onEmit(record, context = globalContext.active()) {
      options.onEmit()
      if (!options.isOwn()) {
        const at = { signal: 'log' as const }
        for (const key of Object.keys(record.attributes)) {
          const value = record.attributes[key]
          const plain = options.redactor.plain(value, { ...at, key }) as AnyValue
          if (plain !== value) record.setAttribute(key, plain)
        }
        if (typeof record.body === 'string') record.setBody(options.redactor.text(record.body, { ...at, key: 'body' }))
      }
      options.stamp(context, (key, value) => {
        if (record.attributes[key] === undefined) record.setAttribute(key, value)
      })
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}
