import { SeverityNumber } from '@opentelemetry/api-logs'
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import { describe, expect, it } from 'vitest'
import { decodeLogs } from './decode-logs.ts'

const project = { projectId: 'default', retentionDays: 30 }
const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project, receivedAtUnixNano }

function decodeRecords(logRecords: unknown[]) {
  const request = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] }
  return decodeLogs(Buffer.from(JSON.stringify(request)), 'json', context)
}

describe('log records of the stock SDK', () => {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  const logger = provider.getLogger('agent', '2.0.0')
  const attributes = { 'user.id': 'u1', tokens: 12, nested: { list: [1, 'two', { deep: true }] } }
  logger.emit({ severityNumber: SeverityNumber.WARN, severityText: 'WARN', body: 'card declined', attributes })
  logger.emit({ eventName: 'tool.called', body: { tool: 'search', arguments: [1, 2.5], raw: new Uint8Array([1, 2]) } })
  logger.emit({})
  const records = exporter.getFinishedLogRecords()
  const now = { project, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
  const fromProtobuf = decodeLogs(ProtobufLogsSerializer.serializeRequest(records) as Uint8Array, 'protobuf', now)
  const fromJson = decodeLogs(JsonLogsSerializer.serializeRequest(records) as Uint8Array, 'json', now)

  it('become the same rows from protobuf and from JSON', () => {
    expect(fromProtobuf.acceptedCount).toBe(3)
    expect(fromJson).toEqual(fromProtobuf)
  })

  it('keep text, structured and absent bodies apart', () => {
    expect(fromProtobuf.batch.logs).toMatchObject([
      { body: 'card declined', body_is_json: false, severity_number: 13, severity_text: 'WARN', user_id: 'u1' },
      {
        body: '{"tool":"search","arguments":[1,2.5],"raw":{"bytesValue":"AQI="}}',
        body_is_json: true,
        event_name: 'tool.called',
      },
      { body: '', body_is_json: false },
    ])
  })

  it('keep nested attributes as JSON text', () => {
    const [row] = fromProtobuf.batch.logs ?? []
    expect(row?.attributes_json).toEqual(new Map([['nested', '{"list":[1,"two",{"deep":true}]}']]))
    expect(row?.attributes_int).toEqual(new Map([['tokens', 12n]]))
  })
})

describe('the time of a log record', () => {
  const earlier = receivedAtUnixNano - 1_000n

  it('is its own, else the observed one, else that of receipt', () => {
    const { batch } = decodeRecords([
      { timeUnixNano: String(earlier), observedTimeUnixNano: String(earlier + 1n) },
      { observedTimeUnixNano: String(earlier) },
      {},
    ])
    expect(batch.logs?.map((row) => [row.timestamp, row.observed_timestamp])).toEqual([
      [earlier, earlier + 1n],
      [earlier, earlier],
      [receivedAtUnixNano, receivedAtUnixNano],
    ])
  })

  it('outside the time that is stored has the record rejected under the field it came from', () => {
    const { rejections } = decodeRecords([{ timeUnixNano: '1' }, { observedTimeUnixNano: '1' }])
    expect(rejections.map(({ reason }) => reason.split(':')[0])).toEqual(['timeUnixNano', 'observedTimeUnixNano'])
  })
})

describe('a log record', () => {
  it('with an invalid trace or span id is stored without it, as OTLP asks', () => {
    const [row] = decodeRecords([{ traceId: 'not hex', spanId: 'AAAA' }]).batch.logs ?? []
    expect(row).toMatchObject({ trace_id: '0'.repeat(32), span_id: '0'.repeat(16) })
  })

  it('keeps 64-bit integers exactly, written as strings or as numbers', () => {
    const request = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{
      "timeUnixNano": ${receivedAtUnixNano - 1n},
      "body": {"arrayValue":{"values":[{"intValue":9007199254740993},{"intValue":"-9223372036854775808"}]}},
      "attributes": [{"key":"id","value":{"intValue":9007199254740993}},{"key":"text","value":{"stringValue":"[9007199254740993]"}}]
    }]}]}]}`
    const [row] = decodeLogs(Buffer.from(request), 'json', context).batch.logs ?? []
    expect(row).toMatchObject({
      timestamp: receivedAtUnixNano - 1n,
      body: '[9007199254740993,-9223372036854775808]',
      attributes_int: new Map([['id', 9007199254740993n]]),
      attributes_string: new Map([['text', '[9007199254740993]']]),
    })
  })

  it('may have keys that JavaScript treats specially, and of equal keys the last', () => {
    const attributes = ['__proto__', 'constructor', 'a', 'a'].map((key, index) => ({ key, value: { intValue: index } }))
    const [row] = decodeRecords([{ attributes }]).batch.logs ?? []
    expect(row?.attributes_int).toEqual(
      new Map([
        ['__proto__', 0n],
        ['constructor', 1n],
        ['a', 3n],
      ]),
    )
  })

  it('nested deeper than the limit is rejected alone', () => {
    let body: object = { stringValue: 'deep' }
    for (let depth = 0; depth < 33; depth += 1) body = { arrayValue: { values: [body] } }
    const { acceptedCount, rejections } = decodeRecords([{ body }, { body: { stringValue: 'flat' } }])
    expect(acceptedCount).toBe(1)
    expect(rejections[0]?.reason).toContain('is nested deeper than 32 levels; send it as a string')
  })
})

describe('a request', () => {
  it('that is no OTLP is refused as a whole', () => {
    for (const body of [
      '',
      'hello',
      '[]',
      '7',
      '{"resourceLogs":{}}',
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":1}]}]}',
    ]) {
      expect(() => decodeLogs(Buffer.from(body), 'json', context), body).toThrow(
        expect.objectContaining({ code: 'UNDECODABLE', statusCode: 400 }),
      )
    }
  })

  it('may leave out or null every level of its envelope', () => {
    for (const body of [
      '{}',
      '{"resourceLogs":null}',
      '{"resourceLogs":[{}]}',
      '{"resourceLogs":[{"scopeLogs":[null]}]}',
    ]) {
      expect(decodeLogs(Buffer.from(body), 'json', context), body).toMatchObject({ batch: {}, warnings: [] })
    }
  })

  it('of another signal or in snake case is answered with a warning', () => {
    const { warnings } = decodeLogs(Buffer.from('{"resource_logs":[]}'), 'json', context)
    expect(warnings).toEqual(['nothing was stored: the request has no field resourceLogs, only resource_logs'])
  })

  it('with very many mistakes gives a bounded list of reasons that counts them all', () => {
    const logRecords = Array.from({ length: 300 }, (_, index) => ({
      attributes: [{ key: `k${index}`, value: { [`x${index}`]: 1 } }, index],
    }))
    const resourceLogs = logRecords.map((record, index) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: `s${index}` } }] },
      scopeLogs: [{ logRecords: [record] }],
    }))
    const { rejectedCount, rejections } = decodeLogs(Buffer.from(JSON.stringify({ resourceLogs })), 'json', context)
    expect(rejectedCount).toBe(300)
    expect(rejections.length).toBeLessThanOrEqual(51)
  })
})
