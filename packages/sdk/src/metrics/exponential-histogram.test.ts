import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExponentialHistogram } from './exponential-histogram.ts'

const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 160 } } as const

/** What OpenTelemetry's SDK makes of values. */
async function libraryHistogram(values: readonly number[]): Promise<unknown> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const views = [{ instrumentType: InstrumentType.HISTOGRAM, aggregation }]
  const provider = new MeterProvider({ readers: [reader], views })
  const histogram = provider.getMeter('test').createHistogram('h')
  for (const value of values) histogram.record(value)
  await reader.forceFlush()
  const [collected] = exporter.getMetrics()
  await provider.shutdown()
  return collected?.scopeMetrics[0]?.metrics[0]?.dataPoints[0]?.value
}

function ownHistogram(values: readonly number[]): unknown {
  const histogram = new ExponentialHistogram()
  for (const value of values) histogram.record(value)
  return histogram.toValue()
}

describe('an exponential histogram', () => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, maxExcluded: false }) },
    { weight: 3, arbitrary: fc.double({ min: 0, max: 10_000, noNaN: true }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 100 }) },
    { weight: 2, arbitrary: fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent) },
  )

  it('has the buckets, scale and sums that OpenTelemetry SDK has, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 60 }), async (values) => {
        expect(ownHistogram(values)).toMatchObject((await libraryHistogram(values)) as object)
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  it('keeps a narrow distribution in fine buckets, and never has more than 160 of them', () => {
    const histogram = new ExponentialHistogram()
    for (let index = 0; index < 10_000; index++) histogram.record(1 + index / 10_000)
    const { positive, scale, count } = histogram.toValue()
    expect(count).toBe(10_000)
    expect(scale).toBe(7)
    expect(positive.bucketCounts.length).toBeLessThanOrEqual(160)
    expect(positive.bucketCounts.reduce((sum, bucket) => sum + bucket, 0)).toBe(10_000)
  })
})
