import type { OpenSpanState, TraceOperation, TraceStructure } from '@hanzo/schema/api'
import { idLength, placeOfSpan, spanIdAt } from './span-ids.ts'
import { linkChildren, numberNodes } from './tree-order.ts'

/** Why a node stands where it stands: `missing` is a parent that was named but has not arrived, `cycle` a span that is its own ancestor. */
export type NodePlacement = 'root' | 'child' | 'missing' | 'cycle'

/** One row of the waterfall, as it is drawn. Times are nanoseconds since the start of the trace, exact up to 104 days. */
export interface TraceNode {
  readonly index: number
  readonly spanId: string
  /** `null` for the placeholder of a missing parent. */
  readonly operation: TraceOperation | null
  readonly placement: NodePlacement
  /** Index of the parent node, -1 at the top. */
  readonly parent: number
  readonly depth: number
  readonly childCount: number
  /** Index after the last descendant: the subtree of `i` is `[i, subtreeEnd)`. */
  readonly subtreeEnd: number
  readonly start: number
  readonly duration: number
  readonly self: number
  /** Spans with status error in the subtree, this one included. */
  readonly errorCount: number
  readonly isError: boolean
  readonly state: OpenSpanState | undefined
}

/**
 * The spans of a trace in the order of the waterfall: depth first, siblings by start time. A value for each node in every array,
 * because 100 000 objects cost ten times the memory and the time.
 */
export interface TraceTree {
  readonly structure: TraceStructure
  /** Spans and placeholders of missing parents. */
  readonly count: number
  /** The place in the structure; for a placeholder the number of spans and its number among the missing. */
  readonly place: Int32Array
  /** The node of each place: the other way round. */
  readonly nodeOf: Int32Array
  readonly parent: Int32Array
  readonly depth: Int32Array
  readonly childCount: Int32Array
  readonly subtreeEnd: Int32Array
  readonly start: Float64Array
  readonly duration: Float64Array
  readonly self: Float64Array
  readonly errorCount: Int32Array
  /** Bits of `nodeFlag`. */
  readonly flags: Uint8Array
  readonly startTimeUnixNano: bigint
  readonly length: number
  readonly spanCount: number
  readonly errorTotal: number
  readonly missingParents: number
  readonly deepest: number
}

export const nodeFlag = { error: 1, running: 2, noEnd: 4, cycle: 8, ok: 16 } as const

/** The node of a span; -1 for one that is not of the trace. A placeholder has the id that its children named. */
export function indexOfSpan(tree: TraceTree, spanId: string | null): number {
  if (spanId === null || spanId.length !== idLength) return -1
  const place = placeOfSpan(tree.structure, spanId)
  return place < 0 ? -1 : (tree.nodeOf[place] ?? -1)
}

/** The operation of a node, `null` for a placeholder or no node. */
export function operationAt({ structure, place }: TraceTree, index: number): TraceOperation | null {
  const code = structure.operationOf[place[index] ?? -1]
  return code === undefined ? null : (structure.operations[code] ?? null)
}

/** Everything of a node that a row shows; `undefined` outside of the tree. */
export function nodeAt(tree: TraceTree, index: number): TraceNode | undefined {
  if (index < 0 || index >= tree.count) return undefined
  const flags = tree.flags[index] ?? 0
  const operation = operationAt(tree, index)
  const parent = tree.parent[index] ?? -1
  return {
    index,
    spanId: spanIdAt(tree.structure, tree.place[index] ?? 0),
    operation,
    placement: operation === null ? 'missing' : flags & nodeFlag.cycle ? 'cycle' : parent < 0 ? 'root' : 'child',
    parent,
    depth: tree.depth[index] ?? 0,
    childCount: tree.childCount[index] ?? 0,
    subtreeEnd: tree.subtreeEnd[index] ?? 0,
    start: tree.start[index] ?? 0,
    duration: tree.duration[index] ?? 0,
    self: tree.self[index] ?? 0,
    errorCount: tree.errorCount[index] ?? 0,
    isError: (flags & nodeFlag.error) !== 0,
    state: flags & nodeFlag.running ? 'running' : flags & nodeFlag.noEnd ? 'no_end' : undefined,
  }
}

/**
 * Orders the spans of a trace for the waterfall. Every span appears exactly once, whatever its parent says: spans whose
 * parent has not arrived stand under one placeholder per missing parent, and a cycle is cut at its earliest span. A span without
 * an end is drawn as long as what is known to have happened below it.
 * @param now milliseconds since the epoch: what runs has lasted until then; 0 leaves what the server counted.
 */
export function buildTraceTree(structure: TraceStructure, now = 0): TraceTree {
  const spanCount = structure.parents.length
  const times = timesOf(structure, now)
  const links = linkChildren(structure, times)
  const order = numberNodes(links)
  const { place, parent, childCount } = order
  const count = place.length
  const start = new Float64Array(count)
  const duration = new Float64Array(count)
  const self = new Float64Array(count)
  const flags = flagsOf(structure, links.cycles, order.nodeOf)
  for (let index = 0; index < count; index += 1) {
    const at = place[index] ?? 0
    start[index] = times.start[at] ?? 0
    duration[index] = (times.end[at] ?? 0) - (times.start[at] ?? 0)
    self[index] = at < spanCount ? selfTime(at, times, links) : 0
  }
  const errorCount = new Int32Array(count)
  let end = 0
  for (let index = count - 1; index >= 0; index -= 1) {
    const up = parent[index] ?? -1
    errorCount[index] = (errorCount[index] ?? 0) + ((flags[index] ?? 0) & nodeFlag.error)
    end = Math.max(end, (start[index] ?? 0) + (duration[index] ?? 0))
    if (up < 0) continue
    errorCount[up] = (errorCount[up] ?? 0) + (errorCount[index] ?? 0)
    if ((flags[up] ?? 0) & nodeFlag.noEnd) {
      const reached = (start[index] ?? 0) + (duration[index] ?? 0) - (start[up] ?? 0)
      duration[up] = Math.max(duration[up] ?? 0, reached)
    }
  }
  return {
    structure,
    count,
    ...order,
    childCount,
    start,
    duration,
    self,
    errorCount,
    flags,
    startTimeUnixNano: BigInt(structure.startTimeUnixNano),
    // Spans that are not among the columns belong to the extent all the same.
    length: structure.truncated ? Math.max(end, Number(structure.durationNanoseconds)) : end,
    spanCount,
    errorTotal: structure.errors.length,
    missingParents: structure.missingParentIds.length,
  }
}

/** When each place starts and ends; placeholders are given the time of their children later. */
export interface PlaceTimes {
  start: Float64Array
  end: Float64Array
}

function timesOf(structure: TraceStructure, now: number): PlaceTimes {
  const { startSteps, durations, missingParentIds, running } = structure
  const count = startSteps.length + missingParentIds.length
  const start = new Float64Array(count)
  const end = new Float64Array(count)
  let at = 0
  for (let place = 0; place < startSteps.length; place += 1) {
    at += startSteps[place] ?? 0
    start[place] = at
    end[place] = at + (durations[place] ?? 0)
  }
  if (now > 0 && running.length > 0) {
    const until = (now - Number(BigInt(structure.startTimeUnixNano) / 1_000_000n)) * 1e6
    for (const place of running) end[place] = Math.max(end[place] ?? 0, until)
  }
  return { start, end }
}

function flagsOf({ errors, oks, running, noEnd }: TraceStructure, cycles: readonly number[], nodeOf: Int32Array) {
  const flags = new Uint8Array(nodeOf.length)
  const set = (places: readonly number[], flag: number): void => {
    for (const place of places) {
      const index = nodeOf[place] ?? 0
      flags[index] = (flags[index] ?? 0) | flag
    }
  }
  set(errors, nodeFlag.error)
  set(oks, nodeFlag.ok)
  set(running, nodeFlag.running)
  set(noEnd, nodeFlag.noEnd)
  set(cycles, nodeFlag.cycle)
  return flags
}

/**
 * The time of a span that none of its children covers. Children that overlap count once; what a child does before or
 * after its parent is not subtracted.
 */
function selfTime(
  place: number,
  { start, end }: PlaceTimes,
  { firstChild, nextSibling }: { firstChild: Int32Array; nextSibling: Int32Array },
): number {
  const from = start[place] ?? 0
  const to = end[place] ?? 0
  let covered = 0
  let coveredUntil = from
  for (let child = firstChild[place] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
    const childStart = Math.max(start[child] ?? 0, coveredUntil)
    const childEnd = Math.min(end[child] ?? 0, to)
    if (childEnd <= childStart) continue
    covered += childEnd - childStart
    coveredUntil = childEnd
  }
  return to - from - covered
}
