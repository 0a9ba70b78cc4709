import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { compareTraces } from './compare-traces.ts'
import { buildTraceTree } from './trace-tree.ts'

const span = (spanId: string, parentSpanId: string, name: string, start: number, duration: number) =>
  spanFixture({ spanId, parentSpanId, name, startTimeUnixNano: String(start), durationNanoseconds: String(duration) })
const treeOf = (...spans: ReturnType<typeof span>[]) => buildTraceTree(traceFixture(spans))

describe('compareTraces', () => {
  it('holds equal paths against each other, and tells what came, went, and took another time', () => {
    const before = treeOf(
      span('a', '', 'GET /', 0, 100_000),
      span('b', 'a', 'query', 0, 10_000),
      span('c', 'a', 'cache', 0, 5_000),
      span('d', 'a', 'render', 0, 40_000),
    )
    const after = treeOf(
      span('1', '', 'GET /', 0, 101_000),
      span('2', '1', 'query', 0, 10_000),
      span('3', '1', 'query', 20_000, 20_000),
      span('4', '1', 'render', 0, 30_000),
      span('5', '4', 'template', 0, 1_000),
    )
    const rows = compareTraces(before, after)
    expect(rows.map(({ depth, name, change }) => `${'.'.repeat(depth)}${name} ${change}`)).toEqual([
      'GET / same',
      '.render faster',
      '..template added',
      '.query slower',
      '.cache removed',
    ])
    expect(rows[3]).toMatchObject({ before: { count: 1 }, after: { count: 2, duration: 30_000 }, difference: 20_000 })
  })

  it('of a trace and itself finds nothing', () => {
    const tree = treeOf(span('a', '', 'GET /', 0, 100), span('b', 'a', 'query', 0, 10))
    expect(compareTraces(tree, tree).every(({ change }) => change === 'same')).toBe(true)
  })

  it('does not mix up names that are alike in different services or below different parents', () => {
    const one = treeOf(span('a', '', 'x', 0, 100), span('b', 'a', 'y', 0, 10))
    const two = treeOf({ ...span('a', '', 'x', 0, 100), serviceName: 'other' })
    expect(
      compareTraces(one, two)
        .map(({ change }) => change)
        .sort(),
    ).toEqual(['added', 'removed', 'removed'])
  })
})
