import type { LogSummary } from '@hanzo/schema/api'
import { indexOfSpan, type TraceTree } from './trace-tree.ts'

/** A log record and where it stands in the tree: in front of the node `before`, in the subtree of `owner`. */
export interface PlacedLog {
  log: LogSummary
  owner: number
  before: number
  /** Nanoseconds since the start of the trace. */
  offset: number
}

/**
 * Puts log records between the spans: below the span they were written in, after those of its children that had started.
 * @returns by place in the tree; records of no span of the trace are left out.
 */
export function placeLogs(tree: TraceTree, logs: readonly LogSummary[]): PlacedLog[] {
  const placed: PlacedLog[] = []
  for (const log of logs) {
    const owner = indexOfSpan(tree, log.spanId)
    if (owner < 0) continue
    const offset = Number(BigInt(log.timeUnixNano) - tree.startTimeUnixNano)
    placed.push({ log, owner, before: placeAmongChildren(tree, owner, offset), offset })
  }
  return placed.sort((a, b) => a.before - b.before || b.owner - a.owner || a.offset - b.offset)
}

function placeAmongChildren(tree: TraceTree, owner: number, offset: number): number {
  const stop = tree.subtreeEnd[owner] ?? 0
  let before = owner + 1
  while (before < stop && (tree.start[before] ?? 0) <= offset) before = tree.subtreeEnd[before] ?? stop
  return before
}

/**
 * The lines of a waterfall: `rows` with the records of those nodes that show and are open between them.
 * @returns indices of nodes; `-1 - i` for the record `logs[i]`.
 */
export function linesWithLogs(
  rows: Int32Array,
  logs: readonly PlacedLog[],
  isFolded: (index: number) => boolean,
): Int32Array {
  const visible = new Set(rows)
  const lines: number[] = []
  let next = 0
  const addUntil = (index: number): void => {
    for (let placed = logs[next]; placed && placed.before <= index; placed = logs[++next]) {
      if (visible.has(placed.owner) && !isFolded(placed.owner)) lines.push(-1 - next)
    }
  }
  for (const index of rows) {
    addUntil(index)
    lines.push(index)
  }
  addUntil(Number.POSITIVE_INFINITY)
  return Int32Array.from(lines)
}

/** The line of a node, or of the nearest above it; -1 when there is none. */
export function linePosition(lines: Int32Array, index: number): number {
  const exact = index < 0 ? -1 : lines.indexOf(index)
  return exact >= 0 || index < 0 ? exact : lines.findLastIndex((line) => line >= 0 && line < index)
}

/** The node of the line at a position, or of the nearest in a direction: records are passed over. -1 when there is none. */
export function nodeLine(lines: Int32Array, position: number, direction: number): number {
  const within = Math.min(Math.max(position, 0), lines.length - 1)
  for (let at = within; at >= 0 && at < lines.length; at += direction < 0 ? -1 : 1) {
    if ((lines[at] ?? -1) >= 0) return lines[at] ?? -1
  }
  return direction < 0 || lines.length === 0 ? -1 : (lines.findLast((line) => line >= 0) ?? -1)
}
