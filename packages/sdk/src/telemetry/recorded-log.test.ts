import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import type { AnyValueMap } from '@opentelemetry/api-logs'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, type ReadableLogRecord } from '@opentelemetry/sdk-logs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordedLog } from './recorded-log.ts'

const resource = resourceFromAttributes({ 'service.name': 's' })
const origin = { resource, instrumentationScope: { name: 'scope', version: '1' } }
const span = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }

/** The same record as OpenTelemetry's SDK makes it. */
function sdkRecord(
  record: ConstructorParameters<typeof RecordedLog>[1],
  stamps: [string, string][],
): ReadableLogRecord {
  const records: ReadableLogRecord[] = []
  const nothing = async () => undefined
  const provider = new LoggerProvider({
    resource,
    processors: [
      {
        onEmit(emitted) {
          for (const [key, value] of stamps) {
            if (emitted.attributes[key] === undefined) emitted.setAttribute(key, value)
          }
          records.push(emitted)
        },
        forceFlush: nothing,
        shutdown: nothing,
      },
    ],
  })
  const attributes = record.attributes as AnyValueMap
  provider.getLogger('scope', '1').emit({ ...record, observedTimestamp: record.timestamp, attributes })
  return records[0] as ReadableLogRecord
}

const fieldsOf = (record: ReadableLogRecord) => ({
  hrTime: record.hrTime,
  hrTimeObserved: record.hrTimeObserved,
  spanContext: record.spanContext,
  severityNumber: record.severityNumber,
  severityText: record.severityText,
  body: record.body,
  eventName: record.eventName,
  attributes: record.attributes,
  droppedAttributesCount: record.droppedAttributesCount,
  resource: record.resource,
  scope: [record.instrumentationScope.name, record.instrumentationScope.version],
})

describe('RecordedLog', () => {
  it('is what the record of OpenTelemetry is, for whatever is plain', () => {
    const plain = fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('__proto__'))
    const attributes = fc.dictionary(
      fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__'),
      plain,
      {
        maxKeys: 140,
        size: 'max',
      },
    )
    const record = fc.record({
      timestamp: fc.integer({ min: 1.6e12, max: 1.9e12 }),
      severityNumber: fc.constantFrom(undefined, 9, 17),
      severityText: fc.constantFrom(undefined, 'INFO'),
      body: fc.constantFrom(undefined, 'text', ''),
      eventName: fc.constantFrom(undefined, 'event'),
      context: fc.constantFrom(ROOT_CONTEXT, trace.setSpanContext(ROOT_CONTEXT, span)),
      attributes,
    })
    const stamps = fc.array(fc.tuple(fc.constantFrom('session.id', 'user.id', 'a'), fc.string()), { maxLength: 3 })
    fc.assert(
      fc.property(record, stamps, (given, stamped) => {
        const own = new RecordedLog(origin, given as ConstructorParameters<typeof RecordedLog>[1])
        for (const [key, value] of stamped) own.stamp(key, value)
        expect(fieldsOf(own)).toEqual(fieldsOf(sdkRecord(given as never, stamped)))
      }),
      { seed: 3, numRuns: 200 },
    )
  })

  it('holds what was given, whatever the caller does with it afterwards', () => {
    const list = [{ a: 1 }]
    const record = new RecordedLog(origin, { timestamp: 1, context: ROOT_CONTEXT, attributes: { list } })
    list[0] = { a: 2 }
    list.push({ a: 3 })
    expect(record.attributes).toEqual({ list: [{ a: 1 }] })
  })
})
