import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeMetrics } from './decode-metrics.ts'
import type { Decoded } from './decoded.ts'

const project = { projectId: 'default', retentionDays: 30 }
const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project, receivedAtUnixNano }
const time = receivedAtUnixNano - 60_000_000_000n
const timeUnixNano = String(time)

function decodeMetric(metric: unknown, at: unknown = {}): Decoded {
  const request = { resourceMetrics: [{ resource: at, scopeMetrics: [{ metrics: [metric] }] }] }
  return decodeMetrics(Buffer.from(JSON.stringify(request)), 'json', context)
}

function gauge(...dataPoints: unknown[]) {
  return { name: 'g', gauge: { dataPoints } }
}

function reasons(metric: unknown): string[] {
  return decodeMetric(metric).rejections.map(({ reason }) => reason)
}

async function recordAllKinds(): Promise<ResourceMetrics> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    readers: [new PeriodicExportingMetricReader({ exporter })],
    views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  })
  const meter = provider.getMeter('agent', '1')
  meter.createCounter('orders', { unit: '{order}', description: 'Orders placed' }).add(3, { country: 'de', vip: true })
  meter.createUpDownCounter('queue').add(-2)
  meter.createGauge('temperature').record(20.5)
  const histogram = meter.createHistogram('latency', { unit: 's' })
  const exponential = meter.createHistogram('exponential')
  for (const value of [0, 0.004, 7, 12_000]) {
    histogram.record(value)
    exponential.record(value)
  }
  await provider.forceFlush()
  const [metrics] = exporter.getMetrics()
  await provider.shutdown()
  if (!metrics) throw new Error('the SDK exported nothing')
  return metrics
}

describe('metrics of the stock SDK', () => {
  let fromProtobuf: Decoded
  let fromJson: Decoded
  beforeAll(async () => {
    const metrics = await recordAllKinds()
    const now = { project, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
    fromProtobuf = decodeMetrics(ProtobufMetricsSerializer.serializeRequest(metrics) as Uint8Array, 'protobuf', now)
    fromJson = decodeMetrics(JsonMetricsSerializer.serializeRequest(metrics) as Uint8Array, 'json', now)
  })

  it('become the same rows from protobuf and from JSON', () => {
    expect(fromProtobuf).toMatchObject({ acceptedCount: 5, rejectedCount: 0 })
    expect(fromJson).toEqual(fromProtobuf)
  })

  it('have a series each, which says what the metric is', () => {
    const series = fromProtobuf.batch.metric_series ?? []
    const kinds = series.map((row) => [row.metric_name, [row.type, row.temporality, row.is_monotonic]])
    expect(Object.fromEntries(kinds)).toEqual({
      orders: [2, 2, true],
      queue: [2, 2, false],
      temperature: [1, 0, false],
      latency: [3, 2, false],
      exponential: [4, 2, false],
    })
    expect(series.find((row) => row.metric_name === 'orders')).toMatchObject({
      unit: '{order}',
      description: 'Orders placed',
      service_name: 'shop',
      scope_name: 'agent',
      attributes: new Map([
        ['country', 'de'],
        ['vip', 'true'],
      ]),
      attribute_types: new Map([['vip', 3]]),
    })
    expect(new Set(series.map((row) => row.series_id)).size).toBe(5)
  })

  it('have their points in the table of their kind', () => {
    const { batch } = fromProtobuf
    expect(batch.metric_points?.map(({ value }) => value)).toEqual([3, -2, 20.5])
    expect(batch.metric_histogram_points).toMatchObject([{ count: 4n, sum: 12_007.004, min: 0, max: 12_000 }])
    const [histogram] = batch.metric_histogram_points ?? []
    expect(histogram?.bucket_counts).toHaveLength((histogram?.explicit_bounds.length ?? 0) + 1)
    expect(batch.metric_exponential_histogram_points).toMatchObject([{ count: 4n, zero_count: 1n, sum: 12_007.004 }])
  })
})

describe('a point', () => {
  it('is found under its series, in milliseconds', () => {
    const { batch } = decodeMetric(gauge({ timeUnixNano, startTimeUnixNano: String(time - 1_000_000n), asInt: '7' }))
    expect(batch.metric_points).toMatchObject([
      {
        series_id: batch.metric_series?.[0]?.series_id,
        timestamp: time / 1_000_000n,
        start_timestamp: time / 1_000_000n - 1n,
        value: 7,
      },
    ])
    expect(batch.metric_series?.[0]).toMatchObject({
      day: Number(time / 86_400_000_000_000n),
      last_seen: Number(time / 1_000_000_000n),
    })
  })

  it('of one series makes one series row a day, whatever the order of its attributes', () => {
    const a = { key: 'a', value: { stringValue: '1' } }
    const b = { key: 'b', value: { boolValue: true } }
    const yesterday = String(time - 86_400_000_000_000n)
    const { batch } = decodeMetric(
      gauge(
        { timeUnixNano, asDouble: 1, attributes: [a, b] },
        { timeUnixNano, asDouble: 2, attributes: [b, a] },
        { timeUnixNano: yesterday, asDouble: 3, attributes: [a, b] },
        { timeUnixNano, asDouble: 4, attributes: [a] },
      ),
    )
    const [first, second, third, other] = batch.metric_points?.map((row) => row.series_id) ?? []
    expect([second, third]).toEqual([first, first])
    expect(other).not.toBe(first)
    expect(batch.metric_series).toHaveLength(3)
  })

  it('flagged as without a value is NaN; one without a value or flag, or with two values, is rejected', () => {
    const { batch, rejections } = decodeMetric(
      gauge(
        { timeUnixNano, flags: 1 },
        { timeUnixNano },
        { timeUnixNano, asInt: 1, asDouble: 1 },
        { timeUnixNano, asDouble: 'NaN' },
      ),
    )
    expect(batch.metric_points?.map(({ value }) => value)).toEqual([Number.NaN, Number.NaN])
    expect(rejections.map(({ reason }) => reason)).toEqual([
      'has no value; send asDouble or asInt',
      'has both asDouble and asInt; send one',
    ])
  })

  it('without a time takes the time of receipt', () => {
    const { batch } = decodeMetric(gauge({ asDouble: 1 }))
    expect(batch.metric_points?.[0]?.timestamp).toBe(receivedAtUnixNano / 1_000_000n)
  })

  it('of a summary keeps its quantiles', () => {
    const quantileValues = [
      { quantile: 0.5, value: 2 },
      { quantile: 1, value: 9 },
    ]
    const point = { timeUnixNano, count: '3', sum: 12, quantileValues }
    const { batch } = decodeMetric({ name: 's', summary: { dataPoints: [point] } })
    expect(batch.metric_summary_points).toMatchObject([
      { count: 3n, sum: 12, quantiles: [0.5, 1], quantile_values: [2, 9] },
    ])
    expect(batch.metric_series).toMatchObject([{ type: 5 }])
  })

  it('keeps its exemplars, but those without a value or far off in time', () => {
    const exemplar = { asDouble: 0.25, traceId: 'A'.repeat(32), spanId: 'b'.repeat(16), timeUnixNano }
    const exemplars = [exemplar, { asInt: '3' }, { traceId: 'a'.repeat(32) }, { ...exemplar, timeUnixNano: '1' }]
    const { batch, rejectedCount } = decodeMetric(gauge({ timeUnixNano, asDouble: 1, exemplars }))
    expect(rejectedCount).toBe(0)
    expect(batch.metric_exemplars).toMatchObject([
      {
        value: 0.25,
        trace_id: 'a'.repeat(32),
        span_id: 'b'.repeat(16),
        series_id: batch.metric_points?.[0]?.series_id,
      },
      { value: 3, trace_id: '0'.repeat(32), timestamp: time / 1_000_000n },
    ])
  })
})

describe('a histogram', () => {
  const histogram = (point: object) => ({
    name: 'h',
    histogram: { dataPoints: [{ timeUnixNano, count: '0', ...point }] },
  })

  it('may have no buckets, or one more than bounds', () => {
    expect(reasons(histogram({}))).toEqual([])
    expect(reasons(histogram({ bucketCounts: ['5'] }))).toEqual([])
    expect(reasons(histogram({ bucketCounts: [1, '2', 3], explicitBounds: [-1, 'Infinity'] }))).toEqual([])
  })

  it('with another number of buckets, or bounds that do not increase, is rejected', () => {
    const counts = 'bucketCounts: must have one element more than explicitBounds, or both must be empty'
    expect(reasons(histogram({ bucketCounts: [1, 2], explicitBounds: [1, 2] }))).toEqual([counts])
    expect(reasons(histogram({ explicitBounds: [1] }))).toEqual([counts])
    for (const explicitBounds of [
      [2, 1],
      [1, 1],
      [1, 'NaN'],
    ]) {
      expect(reasons(histogram({ bucketCounts: [1, 2, 3], explicitBounds }))).toEqual([
        'explicitBounds: must increase from element to element',
      ])
    }
  })

  it('without sum, min and max has NaN there', () => {
    const { batch } = decodeMetric(histogram({}))
    expect(batch.metric_histogram_points).toMatchObject([{ sum: Number.NaN, min: Number.NaN, max: Number.NaN }])
  })
})

describe('a metric', () => {
  const points = [
    { timeUnixNano, asDouble: 1 },
    { timeUnixNano, asDouble: 2 },
  ]

  it('that is bad is rejected with all its points', () => {
    expect(decodeMetric({ gauge: { dataPoints: points } })).toMatchObject({
      rejectedCount: 2,
      rejections: [{ reason: 'name: must be a string of 1 to 1024 characters' }],
    })
    expect(decodeMetric({ name: 'm', gauge: { dataPoints: points }, sum: { dataPoints: points } })).toMatchObject({
      rejectedCount: 4,
      rejections: [{ reason: 'has more than one kind of data; send one of gauge, sum, histogram, …' }],
    })
  })

  it('under a broken resource counts by its points', () => {
    const result = decodeMetric({ name: 'm', gauge: { dataPoints: points } }, { attributes: 1 })
    expect(result).toMatchObject({ batch: {}, rejectedCount: 2 })
    expect(result.rejections[0]?.reason).toBe('resource.attributes: must be a list of {"key": …, "value": …}')
  })

  it('has long texts cut, which is remarked for each point', () => {
    const long = 'x'.repeat(2_000_000)
    const attributes = [{ key: 'long', value: { stringValue: long } }]
    const exemplars = [{ asDouble: 1, timeUnixNano, filteredAttributes: attributes }]
    const { batch, remarks } = decodeMetric({
      name: 'm',
      description: long,
      gauge: { dataPoints: [{ timeUnixNano, asDouble: 1, attributes, exemplars }] },
    })
    const cut = [batch.metric_series?.[0]?.description, batch.metric_series?.[0]?.attributes.get('long')]
    for (const text of [...cut, batch.metric_exemplars?.[0]?.attributes.get('long')]) {
      expect(text).toHaveLength(1_048_576 - 2)
      expect(text?.endsWith('…[cut: 2000000 bytes]')).toBe(true)
    }
    expect(remarks).toMatchObject([{ count: 2, isToldToSender: true }])
  })

  it('with attributes that are NaN has nothing cut', () => {
    const attributes = [{ key: 'a', value: { doubleValue: 'NaN' } }]
    expect(decodeMetric(gauge({ timeUnixNano, asDouble: 1, attributes }))).toMatchObject({
      acceptedCount: 1,
      remarks: [],
    })
  })

  it('without points or data is nothing to store and nothing to reject', () => {
    expect(decodeMetric({ name: 'm' })).toMatchObject({ batch: {}, rejectedCount: 0 })
    expect(decodeMetric({ name: 'm', sum: {} })).toMatchObject({ batch: {}, rejectedCount: 0 })
  })
})
