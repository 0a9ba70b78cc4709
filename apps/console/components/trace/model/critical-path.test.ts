import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { criticalPath, pathMask, segmentsByNode } from './critical-path.ts'
import { buildTraceTree, nodeAt, type TraceTree } from './trace-tree.ts'

const span = (spanId: string, parentSpanId: string, start: number, end: number) =>
  spanFixture({ spanId, parentSpanId, startTimeUnixNano: String(start), durationNanoseconds: String(end - start) })
const treeOf = (...spans: ReturnType<typeof span>[]) => buildTraceTree(traceFixture(spans))
const path = (tree: TraceTree) =>
  criticalPath(tree).map(
    ({ index, start, end }) => `${nodeAt(tree, index)?.spanId.replaceAll('_', '')} ${start}-${end}`,
  )

describe('criticalPath', () => {
  it('is with the child that ends last, and with the span itself where no child runs', () => {
    const tree = treeOf(span('a', '', 0, 100), span('b', 'a', 10, 40), span('c', 'a', 50, 90))
    expect(path(tree)).toEqual(['a 0-10', 'b 10-40', 'a 40-50', 'c 50-90', 'a 90-100'])
  })

  it('leaves out what ran beside it', () => {
    const tree = treeOf(span('a', '', 0, 100), span('slow', 'a', 10, 90), span('quick', 'a', 20, 60))
    expect(path(tree)).toEqual(['a 0-10', 'slow 10-90', 'a 90-100'])
  })

  it('goes down to the deepest span that holds the others up', () => {
    const tree = treeOf(span('a', '', 0, 100), span('b', 'a', 0, 100), span('c', 'b', 20, 80))
    expect(path(tree)).toEqual(['b 0-20', 'c 20-80', 'b 80-100'])
  })

  it('counts a child that outlives its parent until the end of the parent', () => {
    const tree = treeOf(span('a', '', 0, 50), span('late', 'a', 40, 500))
    // The child is drawn to its end, but nobody waited for it.
    expect(path(tree)).toEqual(['a 0-40', 'late 40-50'])
  })

  it('covers the top-level span that ends last, without gaps or overlaps', () => {
    let state = 7
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return state % below
    }
    const spans = [span('s0', '', 0, 10_000)]
    for (let number = 1; number < 300; number += 1) {
      const start = random(9_000)
      spans.push(span(`s${number}`, `s${random(number)}`, start, start + random(3_000)))
    }
    const segments = criticalPath(treeOf(...spans))
    expect(segments[0]?.start).toBe(0)
    expect(segments.at(-1)?.end).toBe(10_000)
    segments.slice(1).forEach((segment, at) => {
      expect(segment.start).toBe(segments[at]?.end)
    })
  })

  it('marks its spans and those above them', () => {
    const tree = treeOf(span('a', '', 0, 100), span('b', 'a', 10, 40), span('c', 'a', 20, 30))
    const segments = criticalPath(tree)
    expect([...pathMask(tree, segments)]).toEqual([1, 1, 0])
    expect(segmentsByNode(segments).get(0)).toHaveLength(2)
  })

  it('of no spans is empty', () => {
    expect(path(treeOf())).toEqual([])
  })
})
