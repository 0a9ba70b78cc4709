import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { axisMarks, gapBands } from './axis-marks.ts'
import { idleGaps, timeAxis } from './time-axis.ts'
import { buildTraceTree } from './trace-tree.ts'

const span = (spanId: string, parentSpanId: string, start: number, end: number) =>
  spanFixture({ spanId, parentSpanId, startTimeUnixNano: String(start), durationNanoseconds: String(end - start) })
const tree = buildTraceTree(
  traceFixture([
    span('root', '', 0, 1_000),
    span('a', 'root', 0, 100),
    span('b', 'root', 110, 200),
    span('c', 'root', 700, 1_000),
  ]),
)

describe('idleGaps', () => {
  it('are times in which only spans that wait for others are open, when they are long enough to matter', () => {
    expect(idleGaps(tree)).toEqual([{ start: 200, end: 700 }])
  })

  it('are none in a trace that is always at work', () => {
    expect(idleGaps(buildTraceTree(traceFixture([span('root', '', 0, 1_000)])))).toEqual([])
    expect(idleGaps(buildTraceTree(traceFixture([])))).toEqual([])
  })
})

describe('timeAxis', () => {
  const axis = timeAxis(1_000, [{ start: 200, end: 700 }])

  it('draws gaps narrow and everything else to scale', () => {
    expect(axis.positionOf(200)).toBe(200)
    expect(axis.positionOf(1_000) - axis.positionOf(700)).toBeCloseTo(300)
    expect(axis.positionOf(700) - axis.positionOf(200)).toBeCloseTo(7.5)
    expect(axis.length).toBeCloseTo(507.5)
  })

  it('grows with time, and tells the time of every position', () => {
    let before = -1
    for (let time = 0; time <= 1_000; time += 5) {
      const position = axis.positionOf(time)
      expect(position).toBeGreaterThan(before)
      expect(axis.timeAt(position)).toBeCloseTo(time)
      before = position
    }
  })

  it('is time itself without gaps', () => {
    const plain = timeAxis(1_000, [])
    expect([plain.length, plain.positionOf(400), plain.timeAt(400)]).toEqual([1_000, 400, 400])
  })

  it('has round marks outside of its gaps, and bands for those in sight', () => {
    const window = { start: 0, end: axis.length }
    const marks = axisMarks(axis, window, 8)
    expect(marks.length).toBeGreaterThan(3)
    expect(marks.filter(({ time }) => time > 200 && time < 700)).toEqual([])
    expect(marks.every(({ share }) => share >= 0 && share <= 1)).toBe(true)
    expect(gapBands(axis, window)).toHaveLength(1)
    expect(gapBands(axis, { start: 0, end: 100 })).toEqual([])
  })
})
