import { describe, expect, it } from 'vitest'
import { createMetricComparison } from '../../../../../../test/fixtures/metric-comparison.ts'
import { receivedAtUnixNano } from '../../../../../../test/fixtures/metric-requests.ts'
import { double, type Fields, fixed64, message, text } from '../../../../../../test/fixtures/protobuf-fields.ts'

const second = 1_000_000_000n
const attribute = (key: string, value: string) => message(7, [text(1, key), message(2, [text(1, value)])])
const point = (age: bigint, ...attributes: Fields) =>
  message(1, [fixed64(3, receivedAtUnixNano - age * second), double(4, 1), ...attributes])
const gauge = (name: string, description: string, ...points: Fields) =>
  message(2, [text(1, name), text(2, description), message(5, points)])
const request = (...metrics: Fields) => message(1, [message(2, metrics)])

const a = attribute('a', '1')
const b = attribute('b', '2')

/** The outcomes of both paths are equal; how many rows of series there are, by request. */
function seriesRows(...bodies: Buffer[]): number[] {
  const { compare } = createMetricComparison(false)
  return bodies.map((body) => {
    const { fromWire, fromRecords } = compare(body)
    expect(fromWire).toEqual(fromRecords)
    const block = Buffer.from(fromWire.blocks.metric_series ?? '0000', 'hex')
    return block[1] ?? 0
  })
}

describe('a series', () => {
  it('is one row with its latest time, whatever the bytes it comes in', () => {
    const reordered = request(gauge('m', 'x', point(60n, a, b), point(10n, b, a), point(30n, a, b)))
    const described = request(gauge('m', 'x', point(60n, a)), gauge('m', 'another text', point(5n, a)))
    expect(seriesRows(reordered, described)).toEqual([1, 1])
  })

  it('is one row a day, however often its points change the day', () => {
    const day = 86_400n
    const days = request(gauge('m', '', point(0n, a), point(day, a), point(5n, a), point(day + 5n, a), point(0n, a)))
    expect(seriesRows(days, days)).toEqual([2, 0])
  })

  it('is another one under another name, type or attribute', () => {
    const sum = message(2, [text(1, 'm'), message(7, [point(0n, a)])])
    const body = request(gauge('m', '', point(0n, a)), gauge('n', '', point(0n, a), point(0n, b), point(0n)), sum)
    expect(seriesRows(body, body)).toEqual([5, 0])
  })

  it('is described when one of its points is stored, and not when none is', () => {
    const old = point(60n * 86_400n, a)
    expect(seriesRows(request(gauge('m', '', old)), request(gauge('m', '', old, point(1n, a))))).toEqual([0, 1])
  })
})
