import { describe, expect, it } from 'vitest'
import { spanFixture } from './span-fixture.ts'
import { buildTraceTree, type TraceTree } from './trace-tree.ts'

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
const outline = (tree: TraceTree) =>
  tree.nodes.map((node) => `${'.'.repeat(node.depth)}${node.spanId}:${node.placement}`)

describe('buildTraceTree', () => {
  it('finds the parent of an ended span among those that still run', () => {
    const tree = buildTraceTree([{ ...span('a', '', 0, 100), state: 'running' }, span('b', 'a', 10)])
    expect(outline(tree)).toEqual(['a:root', '.b:child'])
    expect(tree.duration).toBe(100)
  })

  it('draws a span without an end as long as what happened below it', () => {
    const lost = { state: 'no_end', durationNanoseconds: '0' } as const
    const tree = buildTraceTree([
      { ...span('a', '', 0), ...lost },
      { ...span('b', 'a', 5), ...lost },
      span('c', 'b', 20, 30),
    ])
    expect(tree.nodes.map((node) => node.duration)).toEqual([50, 45, 30])
    expect(tree.duration).toBe(50)
  })

  it('puts parents before children and siblings by start time, whatever the order of arrival', () => {
    const tree = buildTraceTree([span('c', 'a', 30), span('b', 'a', 10), span('d', 'b', 11), span('a', '', 0, 100)])
    expect(outline(tree)).toEqual(['a:root', '.b:child', '..d:child', '.c:child'])
    expect(tree.nodes.map((node) => node.subtreeEnd)).toEqual([4, 3, 3, 4])
    expect(tree.nodes.map((node) => node.parent)).toEqual([-1, 0, 1, 0])
  })

  it('keeps nanoseconds apart that a JSON number would merge', () => {
    const tree = buildTraceTree([span('a', '', 0, 3), span('b', 'a', 1, 1)])
    expect(tree.startTimeUnixNano).toBe(origin)
    expect(tree.nodes.map((node) => [node.start, node.duration])).toEqual([
      [0, 3],
      [1, 1],
    ])
  })

  it('groups orphans under one placeholder per missing parent, which covers their time', () => {
    const tree = buildTraceTree([
      span('a', '', 0),
      span('x', 'gone', 20, 5),
      span('y', 'gone', 30, 10),
      span('z', 'lost', 25),
    ])
    expect(outline(tree)).toEqual(['a:root', 'gone:missing', '.x:child', '.y:child', 'lost:missing', '.z:child'])
    expect(tree.nodes[1]).toMatchObject({ span: null, start: 20, duration: 20, childCount: 2, self: 0 })
    expect(tree.missingParents).toBe(2)
    expect(tree.spanCount).toBe(4)
  })

  it('cuts a cycle at its earliest span and shows every span once', () => {
    const tree = buildTraceTree([span('a', 'c', 5), span('b', 'a', 6), span('c', 'b', 7), span('tail', 'c', 8)])
    expect(outline(tree)).toEqual(['a:cycle', '.b:child', '..c:child', '...tail:child'])
  })

  it('shows a span that names itself as its parent', () => {
    expect(outline(buildTraceTree([span('a', 'a', 0)]))).toEqual(['a:cycle'])
  })

  it('adds up errors of the subtree', () => {
    const tree = buildTraceTree([
      span('a', '', 0),
      span('b', 'a', 1, 1, 'error'),
      span('c', 'b', 2, 1, 'error'),
      span('d', 'a', 3),
    ])
    expect(tree.nodes.map((node) => node.errorCount)).toEqual([2, 2, 1, 0])
    expect(tree.errorCount).toBe(2)
  })

  it('handles an empty trace', () => {
    expect(buildTraceTree([])).toMatchObject({ nodes: [], duration: 0, spanCount: 0 })
  })

  it('orders a chain of 100 000 spans without running out of stack', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, i))
    const tree = buildTraceTree(chain.reverse())
    expect(tree.nodes.at(-1)).toMatchObject({ spanId: 's99999', depth: 99_999 })
    expect(tree.nodes[0]?.subtreeEnd).toBe(100_000)
  })
})
