import type { SpanSummary } from '@hanzo/schema/api'
import { selfTime } from './self-time.ts'

/** Why a node stands where it stands: `missing` is a parent that was named but has not arrived, `cycle` a span that is its own ancestor. */
export type NodePlacement = 'root' | 'child' | 'missing' | 'cycle'

/** One row of the waterfall. Times are nanoseconds since the start of the trace, exact up to 104 days. */
export interface TraceNode {
  readonly spanId: string
  /** `null` for the placeholder of a missing parent. */
  readonly span: SpanSummary | null
  readonly placement: NodePlacement
  /** Index of the parent in `TraceTree.nodes`, -1 at the top. */
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
}

export interface TraceTree {
  /** Depth first, siblings by start time. */
  readonly nodes: readonly TraceNode[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly startTimeUnixNano: bigint
  readonly duration: number
  readonly spanCount: number
  readonly errorCount: number
  readonly missingParents: number
}

interface Draft {
  spanId: string
  span: SpanSummary | null
  placement: NodePlacement
  start: number
  end: number
  children: Draft[]
  /** The walk that came by first while cycles were looked for, 0 before. */
  walk: number
}

/** Most spans have no children: they share one array, which `addChild` replaces. */
const none: Draft[] = []

function addChild(parent: Draft, child: Draft): void {
  if (parent.children === none) parent.children = [child]
  else parent.children.push(child)
}

/**
 * Orders the spans of a trace for the waterfall. Every span appears exactly once, whatever its parent says: spans whose
 * parent has not arrived stand under one placeholder per missing parent, and a cycle is cut at its earliest span. A span without
 * an end is drawn as long as what is known to have happened below it.
 */
export function buildTraceTree(spans: readonly SpanSummary[]): TraceTree {
  const origin = traceStart(spans)
  const drafts = spans.map((span) => draftOf(span, origin))
  const tops = attach(drafts)
  const nodes = flatten(tops)
  const indexOf = new Map<string, number>()
  let end = 0
  let missingParents = 0
  nodes.forEach((node, index) => {
    if (!indexOf.has(node.spanId)) indexOf.set(node.spanId, index)
    if (node.span === null) missingParents += 1
    end = Math.max(end, node.start + node.duration)
  })
  const errorCount = spans.reduce((count, span) => count + (span.status === 'error' ? 1 : 0), 0)
  return {
    nodes,
    indexOf,
    startTimeUnixNano: BigInt(origin),
    duration: end,
    spanCount: spans.length,
    errorCount,
    missingParents,
  }
}

/** Decimal strings without leading zeros: the longer is the larger. */
function traceStart(spans: readonly SpanSummary[]): string {
  let earliest: string | undefined
  for (const { startTimeUnixNano: start } of spans) {
    const isEarlier =
      earliest === undefined || start.length < earliest.length || (start.length === earliest.length && start < earliest)
    if (isEarlier) earliest = start
  }
  return earliest ?? '0'
}

const nanosecondDigits = 9

/** The difference of two moments, exact up to 104 days: seconds and nanoseconds apart fit a number, and cost less than BigInt. */
function nanosecondsBetween(from: string, to: string): number {
  const seconds = Number(to.slice(0, -nanosecondDigits)) - Number(from.slice(0, -nanosecondDigits))
  return seconds * 1e9 + Number(to.slice(-nanosecondDigits)) - Number(from.slice(-nanosecondDigits))
}

function draftOf(span: SpanSummary, origin: string): Draft {
  const start = nanosecondsBetween(origin, span.startTimeUnixNano)
  const end = start + Number(span.durationNanoseconds)
  return { spanId: span.spanId, span, placement: 'root', start, end, children: none, walk: 0 }
}

/** Hangs every draft under its parent and returns the top level by start time. */
function attach(drafts: readonly Draft[]): Draft[] {
  const byId = new Map<string, Draft>()
  for (const draft of drafts) if (!byId.has(draft.spanId)) byId.set(draft.spanId, draft)
  const cut = cycleStarts(drafts, byId)
  const missing = new Map<string, Draft>()
  const tops: Draft[] = []
  for (const draft of drafts) {
    const parentSpanId = draft.span?.parentSpanId ?? ''
    const parent = byId.get(parentSpanId)
    if (cut.has(draft)) {
      draft.placement = 'cycle'
      tops.push(draft)
    } else if (parentSpanId === '') tops.push(draft)
    else if (parent) {
      draft.placement = 'child'
      addChild(parent, draft)
    } else addChild(missingParent(missing, tops, parentSpanId), asChild(draft))
  }
  for (const placeholder of missing.values()) coverChildren(placeholder)
  for (const draft of drafts) sortByStart(draft.children)
  return sortByStart(tops)
}

function asChild(draft: Draft): Draft {
  draft.placement = 'child'
  return draft
}

function missingParent(missing: Map<string, Draft>, tops: Draft[], spanId: string): Draft {
  const known = missing.get(spanId)
  if (known) return known
  const placeholder: Draft = { spanId, span: null, placement: 'missing', start: 0, end: 0, children: none, walk: 0 }
  missing.set(spanId, placeholder)
  tops.push(placeholder)
  return placeholder
}

function coverChildren(placeholder: Draft): void {
  sortByStart(placeholder.children)
  placeholder.start = placeholder.children[0]?.start ?? 0
  placeholder.end = placeholder.children.reduce((end, child) => Math.max(end, child.end), placeholder.start)
}

function sortByStart(drafts: Draft[]): Draft[] {
  return drafts.length > 1 ? drafts.sort((a, b) => a.start - b.start) : drafts
}

/** Follows each chain of parents once; where a chain bites its own tail, the earliest span of the loop is cut free. */
function cycleStarts(drafts: readonly Draft[], byId: ReadonlyMap<string, Draft>): Set<Draft> {
  const cut = new Set<Draft>()
  drafts.forEach((first, index) => {
    const walk = index + 1
    let at: Draft | undefined = first
    while (at && at.walk === 0) {
      at.walk = walk
      at = byId.get(at.span?.parentSpanId ?? '')
    }
    if (at?.walk === walk) cut.add(earliestOfLoop(at, byId))
  })
  return cut
}

function earliestOfLoop(entry: Draft, byId: ReadonlyMap<string, Draft>): Draft {
  let earliest = entry
  let at = byId.get(entry.span?.parentSpanId ?? '')
  while (at && at !== entry) {
    if (at.start < earliest.start) earliest = at
    at = byId.get(at.span?.parentSpanId ?? '')
  }
  return earliest
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Depth first without recursion: a trace may be a chain of 100 000 spans. */
function flatten(tops: readonly Draft[]): TraceNode[] {
  const nodes: Writable<TraceNode>[] = []
  const stack: Draft[] = []
  const parents: number[] = []
  const push = (drafts: readonly Draft[], parent: number) => {
    for (let i = drafts.length - 1; i >= 0; i -= 1) {
      const draft = drafts[i]
      if (!draft) continue
      stack.push(draft)
      parents.push(parent)
    }
  }
  push(tops, -1)
  for (let draft = stack.pop(); draft; draft = stack.pop()) {
    const parent = parents.pop() ?? -1
    const index = nodes.length
    nodes.push({
      spanId: draft.spanId,
      span: draft.span,
      placement: draft.placement,
      parent,
      depth: (nodes[parent]?.depth ?? -1) + 1,
      childCount: draft.children.length,
      subtreeEnd: index + 1,
      start: draft.start,
      duration: draft.end - draft.start,
      self: draft.span ? selfTime(draft, draft.children) : 0,
      errorCount: draft.span?.status === 'error' ? 1 : 0,
    })
    push(draft.children, index)
  }
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const node = nodes[i]
    const parent = node && nodes[node.parent]
    if (!node || !parent) continue
    parent.subtreeEnd = Math.max(parent.subtreeEnd, node.subtreeEnd)
    parent.errorCount += node.errorCount
    if (parent.span?.state === 'no_end') {
      parent.duration = Math.max(parent.duration, node.start + node.duration - parent.start)
    }
  }
  return nodes
}
