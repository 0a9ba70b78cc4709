import type { SpanSummary } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { fixtureId, traceFixture } from '../trace-fixture.ts'
import { buildTraceTree, indexOfSpan, nodeAt, type TraceTree } from './trace-tree.ts'

const origin = 1_790_000_000_000_000_000n
const span = (
  spanId: string,
  parentSpanId: string,
  start: number,
  duration = 10,
  status: 'unset' | 'error' = 'unset',
) =>
  spanFixture({
    spanId,
    parentSpanId,
    startTimeUnixNano: String(origin + BigInt(start)),
    durationNanoseconds: String(duration),
    status,
  })
const treeOf = (spans: readonly SpanSummary[]) => buildTraceTree(traceFixture(spans))
const nodes = (tree: TraceTree) => Array.from({ length: tree.count }, (_, index) => nodeAt(tree, index))
const outline = (tree: TraceTree) =>
  nodes(tree).map((node) => `${'.'.repeat(node?.depth ?? 0)}${node?.spanId.replaceAll('_', '')}:${node?.placement}`)

describe('buildTraceTree', () => {
  it('finds the parent of an ended span among those that still run', () => {
    const tree = treeOf([{ ...span('a', '', 0, 100), state: 'running' }, span('b', 'a', 10)])
    expect(outline(tree)).toEqual(['a:root', '.b:child'])
    expect(tree.length).toBe(100)
  })

  it('draws a span without an end as long as what happened below it', () => {
    const lost = { state: 'no_end', durationNanoseconds: '0' } as const
    const tree = treeOf([{ ...span('a', '', 0), ...lost }, { ...span('b', 'a', 5), ...lost }, span('c', 'b', 20, 30)])
    expect(nodes(tree).map((node) => node?.duration)).toEqual([50, 45, 30])
    expect(tree.length).toBe(50)
  })

  it('puts parents before children and siblings by start time, whatever the order of arrival', () => {
    const tree = treeOf([span('c', 'a', 30), span('b', 'a', 10), span('d', 'b', 11), span('a', '', 0, 100)])
    expect(outline(tree)).toEqual(['a:root', '.b:child', '..d:child', '.c:child'])
    expect(nodes(tree).map((node) => node?.subtreeEnd)).toEqual([4, 3, 3, 4])
    expect(nodes(tree).map((node) => node?.parent)).toEqual([-1, 0, 1, 0])
  })

  it('keeps nanoseconds apart that a JSON number would merge', () => {
    const tree = treeOf([span('a', '', 0, 3), span('b', 'a', 1, 1)])
    expect(tree.startTimeUnixNano).toBe(origin)
    expect(nodes(tree).map((node) => [node?.start, node?.duration])).toEqual([
      [0, 3],
      [1, 1],
    ])
  })

  it('groups orphans under one placeholder per missing parent, which covers their time', () => {
    const tree = treeOf([span('a', '', 0), span('x', 'gone', 20, 5), span('y', 'gone', 30, 10), span('z', 'lost', 25)])
    expect(outline(tree)).toEqual(['a:root', 'gone:missing', '.x:child', '.y:child', 'lost:missing', '.z:child'])
    expect(nodeAt(tree, 1)).toMatchObject({ operation: null, start: 20, duration: 20, childCount: 2, self: 0 })
    expect(tree.missingParents).toBe(2)
    expect(tree.spanCount).toBe(4)
  })

  it('cuts a cycle at its earliest span and shows every span once', () => {
    const tree = treeOf([span('a', 'c', 5), span('b', 'a', 6), span('c', 'b', 7), span('tail', 'c', 8)])
    expect(outline(tree)).toEqual(['a:cycle', '.b:child', '..c:child', '...tail:child'])
  })

  it('shows a span that names itself as its parent', () => {
    expect(outline(treeOf([span('a', 'a', 0)]))).toEqual(['a:cycle'])
  })

  it('adds up errors of the subtree', () => {
    const tree = treeOf([
      span('a', '', 0),
      span('b', 'a', 1, 1, 'error'),
      span('c', 'b', 2, 1, 'error'),
      span('d', 'a', 3),
    ])
    expect(nodes(tree).map((node) => node?.errorCount)).toEqual([2, 2, 1, 0])
    expect(tree.errorTotal).toBe(2)
  })

  it('handles an empty trace', () => {
    expect(treeOf([])).toMatchObject({ count: 0, length: 0, spanCount: 0 })
  })

  it('lets what runs last until now, and knows every span by its id', () => {
    const spans = [{ ...span('a', '', 0, 100), state: 'running' as const }, span('b', 'a', 10)]
    const tree = buildTraceTree(traceFixture(spans), Number(origin / 1_000_000n) + 5)
    expect(nodes(tree).map((node) => node?.duration)).toEqual([5_000_000, 10])
    expect(indexOfSpan(tree, fixtureId('b'))).toBe(1)
    expect(indexOfSpan(tree, fixtureId('c'))).toBe(-1)
    expect(indexOfSpan(tree, 'b')).toBe(-1)
    expect(indexOfSpan(tree, null)).toBe(-1)
  })

  it('counts time as its own that no child covers', () => {
    const tree = treeOf([span('a', '', 0, 100), span('b', 'a', 10, 20), span('c', 'a', 20, 30), span('d', 'a', 90, 50)])
    expect(nodeAt(tree, 0)?.self).toBe(50)
  })

  it('orders a chain of 100 000 spans without running out of stack', () => {
    const count = 100_000
    const ids = Array.from({ length: count }, (_, at) => at.toString(16).padStart(16, '0'))
    const structure = traceFixture([], {
      spanIds: ids.join(''),
      parents: ids.map((_, at) => at - 1),
      startSteps: ids.map(() => 1),
      durations: ids.map(() => 1),
      operationOf: ids.map(() => 0),
    })
    const tree = buildTraceTree(structure)
    expect(nodeAt(tree, count - 1)).toMatchObject({ spanId: ids.at(-1), depth: count - 1 })
    expect(tree.subtreeEnd[0]).toBe(count)
  })
})
