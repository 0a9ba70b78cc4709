import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, it } from 'vitest'
import { createMetricComparison } from '../../../../../../test/fixtures/metric-comparison.ts'
import { double, type Fields, fixed64, message, text, varint } from '../../../../../../test/fixtures/protobuf-fields.ts'

async function recordedBySdk(): Promise<Buffer> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    readers: [new PeriodicExportingMetricReader({ exporter })],
    views: [{ instrumentName: 'exponential', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
  })
  const meter = provider.getMeter('agent', '1')
  for (const user of ['a', 'b', 'ü']) {
    meter.createCounter('orders', { unit: '{order}' }).add(3, { user, vip: true, retries: 2, share: 0.5, tags: ['x'] })
    meter.createGauge('temperature').record(20.5, { user })
    for (const value of [0, 0.004, -7, 12_000]) {
      meter.createHistogram('latency').record(value, { user })
      meter.createHistogram('exponential').record(value, { user })
    }
  }
  meter.createUpDownCounter('queue').add(-2)
  await provider.forceFlush()
  const [metrics] = exporter.getMetrics()
  await provider.shutdown()
  return Buffer.from(ProtobufMetricsSerializer.serializeRequest(metrics as NonNullable<typeof metrics>) as Uint8Array)
}

/** What a comparison at the time of these points counts. */
function waysOf(...bodies: Buffer[]) {
  const { compare, counts } = createMetricComparison(false, BigInt(Date.now()) * 1_000_000n)
  for (const body of bodies) {
    const { fromWire, fromRecords } = compare(body)
    expect(fromWire).toEqual(fromRecords)
    expect(fromWire.taken?.rejectedCount).toBe(0)
  }
  return counts
}

it('all that the stock SDK sends is read straight from the wire', async () => {
  const body = await recordedBySdk()
  expect(waysOf(body, body)).toEqual({ direct: 26, generic: 0, genericRequests: 0 })
})

it('points are read straight from the wire in whichever order an encoder writes fields', () => {
  const time = BigInt(Date.now()) * 1_000_000n
  const attributes = ['a', 'b'].map((key) => message(7, [text(1, key), message(2, [text(1, 'value')])]))
  // Encoders in Go write the fields of a oneof last.
  const orders: Fields[] = [
    [...attributes, varint(8, 0), fixed64(3, time), double(4, 1)],
    [double(4, 1), fixed64(3, time), ...attributes],
  ]
  const metadata = message(12, [text(1, 'prometheus.type'), message(2, [text(1, 'gauge')])])
  const data = message(
    5,
    orders.map((fields) => message(1, fields)),
  )
  const before = message(1, [message(2, [message(2, [text(1, 'm'), text(3, 's'), metadata, data])])])
  const after = message(1, [message(2, [message(2, [text(1, 'm'), text(3, 's'), data, metadata])])])
  expect(waysOf(before, after)).toEqual({ direct: 4, generic: 0, genericRequests: 0 })
})
