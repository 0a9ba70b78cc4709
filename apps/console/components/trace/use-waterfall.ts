import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { errorSpans, findSpans, step } from './find-spans.ts'
import { serviceColors } from './service-colors.ts'
import type { TimeWindow } from './time-ticks.ts'
import type { TraceTree } from './trace-tree.ts'
import { foldableFrom, openDepth, revealed, visibleRows } from './visible-rows.ts'

export interface Waterfall {
  tree: TraceTree
  /** Indices of the nodes that show, in order. */
  rows: readonly number[]
  collapsed: ReadonlySet<string>
  colors: ReadonlyMap<string, string>
  /** The part of the trace that the bars show. */
  window: TimeWindow
  setWindow: (window: TimeWindow | null) => void
  /** The row that the keys act on, an index of a node; -1 for none. */
  cursor: number
  found: readonly number[]
  foundSet: ReadonlySet<number>
  errors: readonly number[]
  /** Moves the cursor to a node and opens the spans above it. */
  goTo: (index: number) => void
  goToFound: (direction: 1 | -1) => void
  goToError: (direction: 1 | -1) => void
  toggle: (spanId: string) => void
  setAllOpen: (open: boolean) => void
  changeDepth: (by: 1 | -1) => void
}

interface WaterfallInput {
  tree: TraceTree
  find: string
  /** The span in the URL. */
  spanId: string | null
  /** A panel is open: it follows the cursor. */
  onMove: (spanId: string) => void
}

const none: ReadonlySet<string> = new Set()

/** What the waterfall shows of a trace, and the ways to move in it. */
export function useWaterfall({ tree, find, spanId, onMove }: WaterfallInput): Waterfall {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(none)
  const [zoomed, setWindow] = useState<TimeWindow | null>(null)
  const [cursorId, setCursorId] = useState<string | null>(spanId)
  const sought = useDeferredValue(find)
  const rows = useMemo(() => visibleRows(tree, collapsed), [tree, collapsed])
  const found = useMemo(() => findSpans(tree, sought), [tree, sought])
  const foundSet = useMemo(() => new Set(found), [found])
  const errors = useMemo(() => errorSpans(tree), [tree])
  const colors = useMemo(() => serviceColors(serviceNames(tree)), [tree])
  const cursor = tree.indexOf.get(spanId ?? cursorId ?? '') ?? -1

  const goTo = useCallback(
    (index: number) => {
      const node = tree.nodes[index]
      if (!node) return
      setCollapsed((current) => revealed(tree, current, index))
      setCursorId(node.spanId)
      if (node.span) onMove(node.spanId)
    },
    [tree, onMove],
  )
  const toggle = useCallback((id: string) => {
    setCollapsed((current) => {
      const next = new Set(current)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const stepTo = (indices: readonly number[], direction: 1 | -1) => {
    const next = step(indices, cursor, direction)
    if (next !== undefined) goTo(next)
  }
  return {
    tree,
    rows,
    collapsed,
    colors,
    window: zoomed ?? { start: 0, end: Math.max(tree.duration, 1) },
    setWindow,
    cursor,
    found,
    foundSet,
    errors,
    goTo,
    toggle,
    goToFound: (direction) => stepTo(found, direction),
    goToError: (direction) => stepTo(errors, direction),
    setAllOpen: (open) => setCollapsed(open ? none : foldableFrom(tree, 0)),
    changeDepth: (by) => setCollapsed((current) => foldableFrom(tree, Math.max(0, openDepth(tree, current) + by))),
  }
}

function serviceNames(tree: TraceTree): Set<string> {
  const names = new Set<string>()
  for (const { span } of tree.nodes) if (span) names.add(span.serviceName)
  return names
}
