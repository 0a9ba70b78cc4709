import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { fixtureId, traceFixture } from '../trace-fixture.ts'
import { type Fold, openDepth, revealed, toggleFold, visibleRows } from './fold.ts'
import { buildTraceTree } from './trace-tree.ts'

const tree = buildTraceTree(
  traceFixture(
    [
      ['a', ''],
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'b'],
      ['e', 'a'],
    ].map(([spanId = '', parentSpanId = ''], at) =>
      spanFixture({ spanId, parentSpanId, startTimeUnixNano: String(at) }),
    ),
  ),
)
const nothingFolded: Fold = { depth: null, toggled: new Set() }
const folded = (...ids: string[]): Fold => ({ depth: null, toggled: new Set(ids.map(fixtureId)) })
const rows = (fold: Fold, only?: Uint8Array) => [...visibleRows(tree, fold, only)]

describe('visibleRows', () => {
  it('shows every span when nothing is folded', () => {
    expect(rows(nothingFolded)).toEqual([0, 1, 2, 3, 4])
  })

  it('hides the subtree of a folded span but not the span', () => {
    expect(rows(folded('b'))).toEqual([0, 1, 4])
    expect(rows(folded('a', 'b'))).toEqual([0])
  })

  it('folds from a depth on, single spans otherwise', () => {
    expect(rows({ depth: 1, toggled: new Set() })).toEqual([0, 1, 4])
    expect(rows({ depth: 0, toggled: new Set() })).toEqual([0])
    expect(rows({ depth: 0, toggled: new Set([fixtureId('a')]) })).toEqual([0, 1, 4])
    expect(openDepth(tree, { depth: 1, toggled: new Set() })).toBe(1)
  })

  it('leaves out what has no mark', () => {
    expect(rows(nothingFolded, Uint8Array.of(1, 1, 0, 1, 0))).toEqual([0, 1, 3])
  })

  it('opens the ancestors of a span that is to be shown, and nothing else', () => {
    expect(rows(revealed(tree, folded('a', 'b'), 3))).toEqual([0, 1, 2, 3, 4])
    expect(rows(revealed(tree, { depth: 0, toggled: new Set() }, 3))).toEqual([0, 1, 2, 3, 4])
    const untouched = folded('b')
    expect(revealed(tree, untouched, 1)).toBe(untouched)
  })

  it('turns a span and turns it back', () => {
    const once = toggleFold(nothingFolded, fixtureId('b'))
    expect(rows(once)).toEqual([0, 1, 4])
    expect(rows(toggleFold(once, fixtureId('b')))).toEqual([0, 1, 2, 3, 4])
  })
})
