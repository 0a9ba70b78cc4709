import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { traceRequestMessage } from '../../../apps/ingest/src/decode/protobuf/otlp-messages.ts'
import { toProtobuf } from '../../fixtures/encode-otlp-model.ts'
import { describeLatencies, describeStatuses, send, startLoad } from '../load.ts'
import type { Scenario } from '../scenario.ts'

const seconds = 20
const requestBytes = 50_000_000
const json = 'application/json'
const protobuf = 'application/x-protobuf'

/** Spans with attributes of every type, as an SDK writes them, until they have so many bytes. */
function largeRequest(): Buffer {
  const now = Date.now()
  const spanOf = (index: number) => ({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: `step ${index % 40}`,
    kind: 1 + (index % 5),
    startTimeUnixNano: `${now}000000`,
    endTimeUnixNano: `${now + (index % 900)}000000`,
    attributes: [
      { key: 'http.route', value: { stringValue: `/orders/${index % 60}` } },
      { key: 'http.response.status_code', value: { intValue: String(200 + (index % 5)) } },
      { key: 'cache.hit', value: { boolValue: index % 2 === 0 } },
      { key: 'queue.seconds', value: { doubleValue: index / 7 } },
      { key: 'tags', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '7' }] } } },
    ],
  })
  const count = Math.floor(requestBytes / JSON.stringify(spanOf(0)).length)
  const spans = Array.from({ length: count }, (_, index) => spanOf(index))
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
}

/** Spans in protobuf, each with a key that is there twice: none of them is read straight from its bytes. */
function unusualRequest(): Buffer {
  const now = BigInt(Date.now()) * 1_000_000n
  const attribute = (index: number) => ({ key: 'http.route', value: { stringValue: `/orders/${index % 60}` } })
  const spans = Array.from({ length: 100_000 }, (_, index) => ({
    ...{ traceId: randomBytes(16), spanId: randomBytes(8), name: `step ${index % 40}` },
    ...{ startTimeUnixNano: now, endTimeUnixNano: now + 5n, attributes: [1, 2, 3, 4].map(() => attribute(index)) },
  }))
  const request = { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans }] }] }
  return Buffer.from(toProtobuf(traceRequestMessage, request, { isOfTomorrow: false }))
}

/** One attribute that is an endless list: all the work is in one record. */
function largeRecord(): Buffer {
  const values = Array(Math.floor(requestBytes / 20)).fill({ intValue: '123' })
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
  const attributes = [{ key: 'list', value: { arrayValue: { values } } }]
  const spans = [{ ...span, startTimeUnixNano: `${Date.now()}000000`, attributes }]
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }))
}

export const largeJson: Scenario = {
  name: 'JSON of 50 MB, and unusual protobuf',
  promise: 'is stored or refused with a reason, and holds up nobody else',
  secondsMax: 180,
  environment: { BODY_BYTES_MAX: String(64 * 1024 ** 2) },
  async run(platform) {
    await Promise.all(['large', 'small'].map(platform.addProject))
    const figures: Record<string, string> = {}
    const alone = startLoad(platform, { connections: 2, projectId: 'small' })
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    await alone.stop()
    figures['small requests of another project alone, p50 / p99 ms'] = describeLatencies(alone.latencies)
    for (const [name, { body, contentType }] of Object.entries({
      '150,000 spans': { body: largeRequest(), contentType: json },
      'a list of 2,500,000': { body: largeRecord(), contentType: json },
      '100,000 unusual spans in protobuf': { body: unusualRequest(), contentType: protobuf },
    })) {
      const beside = startLoad(platform, { connections: 2, projectId: 'small' })
      const statuses = new Map<number, number>()
      const times: number[] = []
      const until = performance.now() + seconds * 1_000
      while (performance.now() < until) {
        const { status, milliseconds } = await send(platform.url, body, {
          path: '/projects/large/v1/traces',
          headers: { 'content-type': contentType },
        })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        times.push(milliseconds)
      }
      await beside.stop()
      assert.deepEqual(beside.unclear, [])
      assert.deepEqual([...beside.statuses.keys()], [200])
      assert.ok(
        [...statuses.keys()].every((status) => [200, 413, 503].includes(status)),
        describeStatuses(statuses),
      )
      figures[`${name}: answers`] = describeStatuses(statuses)
      figures[`${name}: took, p50 / p99 ms`] = describeLatencies(times)
      figures[`${name}: small requests beside, p50 / p99 ms`] = describeLatencies(beside.latencies)
    }
    return figures
  },
}
