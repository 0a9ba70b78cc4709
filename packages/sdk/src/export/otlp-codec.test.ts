import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace'
import { describe, expect, it } from 'vitest'
import { createOtlpCodec, type OtlpCodec } from './otlp-codec.ts'
import { OtlpMetricReader } from './otlp-metric-reader.ts'
import { readOtlp } from './read-otlp.fixture.ts'
import { splitProtobuf } from './split-protobuf.ts'

const protocols = ['http/protobuf', 'http/json'] as const

function spans(names: string[]): ReadableSpan[] {
  const ended: ReadableSpan[] = []
  const nothing = async () => undefined
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 's', long: 'x'.repeat(300) }),
    spanProcessors: [
      { onStart: () => undefined, onEnd: (span) => ended.push(span), forceFlush: nothing, shutdown: nothing },
    ],
  })
  for (const [index, name] of names.entries())
    provider
      .getTracer(`scope-${index % 2}`, '1')
      .startSpan(name)
      .end()
  return ended
}

async function metrics(): Promise<ResourceMetrics> {
  let collected: ResourceMetrics | undefined
  const reader = new OtlpMetricReader({
    temporality: 'delta',
    intervalMillis: 60_000,
    timeoutMillis: 1000,
    onCollected: (result) => {
      collected = result
    },
    onFailed: () => undefined,
    flush: async () => undefined,
  })
  const meter = new MeterProvider({ readers: [reader] }).getMeter('m')
  for (let index = 0; index < 5; index += 1) {
    meter.createCounter('count', { unit: '1' }).add(index + 1, { index })
    meter.createHistogram('time', { unit: 'ms' }).record(index, { index })
  }
  await reader.forceFlush()
  reader.stop()
  return collected as ResourceMetrics
}

const isJson = (codec: OtlpCodec) => codec.contentType.includes('json')
const namesIn = (codec: OtlpCodec, bytes: Uint8Array) =>
  readOtlp('traces', bytes, isJson(codec)).map(({ name, scope, service }) => [name, scope, service].join(' '))

describe.each(protocols)('%s', (protocol) => {
  const codec = createOtlpCodec(protocol)

  it('divides a request again and again without losing or doubling a span, its scope or its resource', () => {
    const names = Array.from({ length: 33 }, (_, index) => `span-${index}`)
    const whole = codec.encode.traces(spans(names)) as Uint8Array
    const divide = (bytes: Uint8Array, records: number): string[] => {
      const halves = codec.split('traces', bytes)
      expect(halves === undefined).toBe(records === 1)
      if (!halves) return namesIn(codec, bytes)
      expect(halves[0].records + halves[1].records).toBe(records)
      return halves.flatMap((half) => divide(half.bytes, half.records))
    }
    expect(divide(whole, 33).sort()).toEqual(namesIn(codec, whole).sort())
    expect(namesIn(codec, whole)).toContain('span-3 scope-1 s')
  })

  it('divides metrics down to single points, each with its name and unit', async () => {
    const whole = codec.encode.metrics(await metrics()) as Uint8Array
    const divide = (bytes: Uint8Array): Uint8Array[] => {
      const halves = codec.split('metrics', bytes)
      return halves ? halves.flatMap((half) => divide(half.bytes)) : [bytes]
    }
    const parts = divide(whole)
    expect(parts).toHaveLength(10)
    const points = parts.map((part) => readOtlp('metrics', part, isJson(codec)))
    expect(points.map(({ length }) => length)).toEqual(Array(10).fill(1))
    const counts = points.flat().filter(({ name, unit }) => name === 'count' && unit === '1')
    expect(counts.map(({ value }) => value).toSorted()).toEqual([1, 2, 3, 4, 5])
    expect(points.flat().filter(({ name, unit }) => name === 'time' && unit === 'ms')).toHaveLength(5)
  })

  it('merges two requests into one that says both', () => {
    const [first, second] = [['a', 'b'], ['c']].map((names) => codec.encode.traces(spans(names)) as Uint8Array)
    const merged = codec.merge('traces', first as Uint8Array, second as Uint8Array)
    expect(namesIn(codec, merged).map((text) => text[0])).toEqual(['a', 'b', 'c'])
  })

  it('takes an unreadable answer for one without refusals', () => {
    for (const body of ['', '{', 'null', '\u0000\u00ff', '{"partialSuccess":{"rejectedSpans":"many"}}']) {
      expect(codec.partialSuccess('traces', new TextEncoder().encode(body)).rejected).toBe(0)
    }
  })
})

it('refuses to divide what is no message, instead of sending part of it', () => {
  for (const bytes of [
    [0x0a, 0x7f],
    [0x0b],
    [0xff, 0xff],
    [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  ]) {
    expect(() => splitProtobuf('traces', Uint8Array.from(bytes))).toThrow(RangeError)
  }
})
