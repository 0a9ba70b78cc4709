import type { LogSummary } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { spanFixture } from '../span-fixture.ts'
import { fixtureId, traceFixture } from '../trace-fixture.ts'
import { foldedNodes, visibleRows } from './fold.ts'
import { linePosition, linesWithLogs, nodeLine, placeLogs } from './log-rows.ts'
import { buildTraceTree } from './trace-tree.ts'

const span = (spanId: string, parentSpanId: string, start: number, end: number) =>
  spanFixture({ spanId, parentSpanId, startTimeUnixNano: String(start), durationNanoseconds: String(end - start) })
const tree = buildTraceTree(
  traceFixture([span('a', '', 0, 100), span('b', 'a', 10, 30), span('c', 'b', 12, 20), span('d', 'a', 50, 60)]),
)
const log = (spanId: string, time: number) =>
  ({ logId: `${spanId}${time}`, spanId: fixtureId(spanId), timeUnixNano: String(time) }) as LogSummary
const logs = placeLogs(tree, [log('a', 90), log('a', 5), log('b', 25), log('a', 40), log('gone', 1)])
const linesOf = (...folded: string[]) => {
  const fold = { depth: null, toggled: new Set(folded.map(fixtureId)) }
  const lines = linesWithLogs(visibleRows(tree, fold), logs, foldedNodes(tree, fold))
  return [...lines].map((line) => (line < 0 ? (logs[-1 - line]?.log.logId ?? '') : line))
}

describe('log records between spans', () => {
  it('stand below their span, after those of its children that had started', () => {
    expect(linesOf()).toEqual([0, 'a5', 1, 2, 'b25', 'a40', 3, 'a90'])
  })

  it('fold with their span', () => {
    expect(linesOf('b')).toEqual([0, 'a5', 1, 'a40', 3, 'a90'])
    expect(linesOf('a')).toEqual([0])
  })

  it('are passed over by the cursor', () => {
    const lines = Int32Array.of(0, -1, 1, -2, -3, 4)
    expect(linePosition(lines, 1)).toBe(2)
    expect(linePosition(lines, 3)).toBe(2)
    expect(linePosition(lines, -1)).toBe(-1)
    expect(nodeLine(lines, 3, 1)).toBe(4)
    expect(nodeLine(lines, 3, -1)).toBe(1)
    expect(nodeLine(lines, 99, 1)).toBe(4)
    expect(nodeLine(new Int32Array(), 0, 1)).toBe(-1)
  })
})
