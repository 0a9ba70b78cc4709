import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { flameLayout, serviceLayout } from './lane-layout.ts'
import { operationStatistics, sortedSpans } from './operation-statistics.ts'
import { buildTraceTree } from './trace-tree.ts'

const span = (spanId: string, parentSpanId: string, start: number, end: number, serviceName = 'api') =>
  spanFixture({
    spanId,
    parentSpanId,
    serviceName,
    startTimeUnixNano: String(start),
    durationNanoseconds: String(end - start),
  })
const tree = buildTraceTree(
  traceFixture([
    span('a', '', 0, 100),
    span('b', 'a', 0, 50, 'db'),
    span('c', 'a', 10, 40, 'db'),
    span('d', 'a', 60, 90, 'db'),
  ]),
)

describe('flameLayout', () => {
  it('puts every span below its parent, and those of one time on lines of their own', () => {
    const { lane, laneCount } = flameLayout(tree)
    expect([...lane]).toEqual([0, 1, 2, 1])
    expect(laneCount).toBe(3)
  })

  it('shares lines when more run at a time than can be read', () => {
    const spans = Array.from({ length: 2_000 }, (_, number) => span(`s${number}`, '', 0, 10))
    expect(flameLayout(buildTraceTree(traceFixture(spans))).laneCount).toBe(400)
  })
})

describe('serviceLayout', () => {
  it('gives each service a head and the lines that it needs, the busiest first', () => {
    const { lane, laneCount, heads } = serviceLayout(tree)
    expect(heads).toEqual([
      { lane: 0, label: 'db', spanCount: 3 },
      { lane: 3, label: 'api', spanCount: 1 },
    ])
    expect([...lane]).toEqual([4, 1, 2, 1])
    expect(laneCount).toBe(5)
  })
})

describe('the table of spans', () => {
  it('adds up by service and name, with the longest span of each', () => {
    const named = buildTraceTree(
      traceFixture([
        { ...span('a', '', 0, 100), name: 'GET /' },
        { ...span('b', 'a', 0, 50), name: 'query', status: 'error' },
        { ...span('c', 'a', 60, 80), name: 'query' },
      ]),
    )
    const rows = operationStatistics(named, 'self')
    expect(rows).toMatchObject([
      { name: 'query', count: 2, errors: 1, duration: 70, self: 70, longest: 50, longestIndex: 1 },
      { name: 'GET /', count: 1, errors: 0, duration: 100, self: 30 },
    ])
    expect(operationStatistics(named, 'name').map(({ name }) => name)).toEqual(['GET /', 'query'])
    expect([...sortedSpans(named, 'duration')]).toEqual([0, 1, 2])
    expect([...sortedSpans(named, 'self')]).toEqual([1, 0, 2])
    expect([...sortedSpans(named, 'start')]).toEqual([0, 1, 2])
  })
})
