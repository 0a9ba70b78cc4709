import { describe, expect, it } from 'vitest'
import { spanFixture } from './span-fixture.ts'
import { buildTraceTree } from './trace-tree.ts'
import { foldableFrom, revealed, rowPosition, visibleRows } from './visible-rows.ts'

const tree = buildTraceTree(
  [
    ['a', ''],
    ['b', 'a'],
    ['c', 'b'],
    ['d', 'b'],
    ['e', 'a'],
  ].map(([spanId = '', parentSpanId = ''], at) => spanFixture({ spanId, parentSpanId, startTimeUnixNano: String(at) })),
)

describe('visibleRows', () => {
  it('shows every span when nothing is folded', () => {
    expect(visibleRows(tree, new Set())).toEqual([0, 1, 2, 3, 4])
  })

  it('hides the subtree of a folded span but not the span', () => {
    expect(visibleRows(tree, new Set(['b']))).toEqual([0, 1, 4])
    expect(visibleRows(tree, new Set(['a', 'b']))).toEqual([0])
  })

  it('folds from a depth on', () => {
    expect(visibleRows(tree, foldableFrom(tree, 1))).toEqual([0, 1, 4])
    expect(visibleRows(tree, foldableFrom(tree, 0))).toEqual([0])
  })

  it('opens the ancestors of a span that is to be shown, and nothing else', () => {
    expect(revealed(tree, new Set(['a', 'b', 'e']), 3)).toEqual(new Set(['e']))
    const untouched = new Set(['b'])
    expect(revealed(tree, untouched, 1)).toBe(untouched)
  })

  it('finds the row of a node, or the nearest above where it is folded away', () => {
    expect(rowPosition([0, 1, 4], 4)).toBe(2)
    expect(rowPosition([0, 1, 4], 3)).toBe(1)
    expect(rowPosition([], 3)).toBe(-1)
  })
})
