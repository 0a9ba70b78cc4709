import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { eventCountAt, eventsAt, linksAt, positionOf, statusMessageAt, usageAt } from './sparse.ts'
import { buildTraceTree } from './trace-tree.ts'

const link = (row: number, spanId: string) => ({ row, traceId: 't', spanId })
const tree = buildTraceTree(
  traceFixture(
    [
      spanFixture({ spanId: 'a', startTimeUnixNano: '0' }),
      spanFixture({
        spanId: 'b',
        parentSpanId: 'a',
        startTimeUnixNano: '1',
        statusMessage: 'failed',
        genAiInputTokens: 7,
      }),
      spanFixture({ spanId: 'c', parentSpanId: 'a', startTimeUnixNano: '2' }),
    ],
    {
      events: { rows: [1, 1, 2], offsets: [5, 6, 7], names: ['start', 'exception'], nameOf: [0, 1, 0] },
      eventCounts: { rows: [1, 2], counts: [9, 1] },
      links: [link(0, 'x'), link(2, 'y'), link(2, 'z')],
    },
  ),
)

describe('what few spans have', () => {
  it('is found by the node that has it, and nothing by the others', () => {
    expect([0, 1, 2].map((index) => statusMessageAt(tree, index))).toEqual(['', 'failed', ''])
    expect([0, 1].map((index) => usageAt(tree, index))).toEqual([undefined, { input: 7, output: 0, cost: 0 }])
    expect([0, 1, 2].map((index) => eventCountAt(tree, index))).toEqual([0, 9, 1])
    expect(eventsAt(tree, 1)).toEqual([
      { name: 'start', offset: 5 },
      { name: 'exception', offset: 6 },
    ])
    expect(eventsAt(tree, 0)).toEqual([])
    expect([0, 1, 2].map((index) => linksAt(tree, index).map(({ spanId }) => spanId))).toEqual([['x'], [], ['y', 'z']])
  })

  it('is nothing outside of the tree', () => {
    expect(statusMessageAt(tree, -1)).toBe('')
    expect(linksAt(tree, -1)).toEqual([])
    expect(positionOf([], 3)).toBe(-1)
    expect(positionOf([1, 5, 9], 9)).toBe(2)
  })
})
