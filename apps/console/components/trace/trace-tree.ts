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
}

/**
 * Orders the spans of a trace for the waterfall. Every span appears exactly once, whatever its parent says: spans whose
 * parent has not arrived stand under one placeholder per missing parent, and a cycle is cut at its earliest span.
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
    startTimeUnixNano: origin,
    duration: end,
    spanCount: spans.length,
    errorCount,
    missingParents,
  }
}

function traceStart(spans: readonly SpanSummary[]): bigint {
  let earliest: bigint | null = null
  for (const span of spans) {
    const start = BigInt(span.startTimeUnixNano)
    if (earliest === null || start < earliest) earliest = start
  }
  return earliest ?? 0n
}

function draftOf(span: SpanSummary, origin: bigint): Draft {
  const start = Number(BigInt(span.startTimeUnixNano) - origin)
  return {
    spanId: span.spanId,
    span,
    placement: 'root',
    start,
    end: start + Number(span.durationNanoseconds),
    children: [],
  }
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
      parent.children.push(draft)
    } else missingParent(missing, tops, parentSpanId).children.push(asChild(draft))
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
  const placeholder: Draft = { spanId, span: null, placement: 'missing', start: 0, end: 0, children: [] }
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
  const walkOf = new Map<Draft, number>()
  const cut = new Set<Draft>()
  drafts.forEach((first, walk) => {
    let at: Draft | undefined = first
    while (at && !walkOf.has(at)) {
      walkOf.set(at, walk)
      at = byId.get(at.span?.parentSpanId ?? '')
    }
    if (at && walkOf.get(at) === walk) cut.add(earliestOfLoop(at, byId))
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
  const stack: { draft: Draft; parent: number; depth: number }[] = []
  const push = (drafts: readonly Draft[], parent: number, depth: number) => {
    for (let i = drafts.length - 1; i >= 0; i -= 1) {
      const draft = drafts[i]
      if (draft) stack.push({ draft, parent, depth })
    }
  }
  push(tops, -1, 0)
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { draft, parent, depth } = next
    const index = nodes.length
    nodes.push({
      spanId: draft.spanId,
      span: draft.span,
      placement: draft.placement,
      parent,
      depth,
      childCount: draft.children.length,
      subtreeEnd: index + 1,
      start: draft.start,
      duration: draft.end - draft.start,
      self: draft.span ? selfTime(draft, draft.children) : 0,
      errorCount: draft.span?.status === 'error' ? 1 : 0,
    })
    push(draft.children, index, depth + 1)
  }
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const node = nodes[i]
    const parent = node && nodes[node.parent]
    if (!node || !parent) continue
    parent.subtreeEnd = Math.max(parent.subtreeEnd, node.subtreeEnd)
    parent.errorCount += node.errorCount
  }
  return nodes
}
