import {
  bytes,
  double,
  doubleBytes,
  type Fields,
  fixed64,
  message,
  text,
  varint,
  varintBytes,
} from '../fixtures/protobuf-fields.ts'

export type MetricKind = 'sum' | 'sum with exemplars' | 'histogram' | 'exponential histogram'

const methods = ['GET', 'POST', 'PUT', 'DELETE']
const pointsPerMetric = 20
const cumulative = 2

function attribute(field: number, key: string, value: string): Buffer {
  return message(field, [text(1, key), message(2, [text(1, value)])])
}

/** Five attributes, as the HTTP metrics of the stock instrumentations have. */
function attributes(field: number, index: number): Fields {
  return [
    attribute(field, 'http.request.method', methods[index % methods.length] ?? ''),
    attribute(field, 'http.route', `/api/resource-${index}`),
    attribute(field, 'http.response.status_code', String(200 + (index % 5))),
    attribute(field, 'server.address', 'shop.example.org'),
    attribute(field, 'network.protocol.version', '1.1'),
  ]
}

function fixedList(field: number, values: readonly bigint[]): Buffer {
  return bytes(field, Buffer.concat(values.map((value) => fixed64(1, value).subarray(1))))
}

type Point = (index: number, times: Fields, time: bigint) => Fields

const points: Record<MetricKind, { field: number; point: Point }> = {
  sum: { field: 7, point: (index, times) => [...times, double(4, index * 1.5), ...attributes(7, index)] },
  'sum with exemplars': {
    field: 7,
    point(index, times, time) {
      const ids = [bytes(4, Buffer.alloc(8, index + 1)), bytes(5, Buffer.alloc(16, index + 1))]
      const exemplar = [fixed64(2, time), double(3, 1), ...ids, attribute(7, 'user.id', `user-${index}`)]
      return [...times, double(4, index * 1.5), message(5, exemplar), ...attributes(7, index)]
    },
  },
  histogram: {
    field: 9,
    point(index, times) {
      const counts = Array.from({ length: 16 }, (_, bucket) => BigInt(bucket * index))
      const bounds = Array.from({ length: 15 }, (_, bucket) => doubleBytes(2 ** bucket))
      const buckets = [fixedList(6, counts), bytes(7, Buffer.concat(bounds))]
      return [
        ...times,
        fixed64(4, 100n),
        double(5, 3),
        ...buckets,
        ...attributes(9, index),
        double(11, 1),
        double(12, 9),
      ]
    },
  },
  'exponential histogram': {
    field: 10,
    point(index, times) {
      const counts = Array.from({ length: 80 }, (_, bucket) => varintBytes(BigInt(bucket * 7)))
      const positive = [varint(1, 8), bytes(2, Buffer.concat(counts))]
      const zeros = [varint(6, 10), fixed64(7, 0n)]
      return [...attributes(1, index), ...times, fixed64(4, 100n), double(5, 3), ...zeros, message(8, positive)]
    },
  },
}

/** Requests of as many senders, each with its own series. @param time of the points, nanoseconds. */
export function makeMetricBodies(count: number, pointsPerBody: number, kind: MetricKind, time: bigint): Buffer[] {
  const { field, point } = points[kind]
  const times = [fixed64(2, time - 60_000_000_000n), fixed64(3, time)]
  return Array.from({ length: count }, (_, sender) => {
    const metrics = Array.from({ length: pointsPerBody / pointsPerMetric }, (_, metric) => {
      const list = Array.from({ length: pointsPerMetric }, (_, index) => message(1, point(index, times, time)))
      const texts = [text(1, `http.server.metric_${metric}`), text(2, 'What it measures, in a sentence.'), text(3, 's')]
      const monotonic = field === 7 ? [varint(3, 1)] : []
      return message(2, [...texts, message(field, [...list, varint(2, cumulative), ...monotonic])])
    })
    const resource = message(1, [attribute(1, 'service.name', `service-${sender}`)])
    const scope = message(1, [text(1, 'http-instrumentation'), text(2, '1.0.0')])
    return message(1, [resource, message(2, [scope, ...metrics])])
  })
}
