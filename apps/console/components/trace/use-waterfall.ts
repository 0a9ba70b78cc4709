import type { LogSummary, TraceAttribute } from '@hanzo/schema/api'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import { errorSpans, findSpans, step } from './find-spans.ts'
import { criticalPath, type PathSegment, pathMask, segmentsByNode } from './model/critical-path.ts'
import { type Fold, foldedNodes, openDepth, revealed, toggleFold, visibleRows } from './model/fold.ts'
import { linesWithLogs, type PlacedLog, placeLogs } from './model/log-rows.ts'
import { type SpanColors, spanColors } from './model/span-colors.ts'
import { spanIdAt } from './model/span-ids.ts'
import { type Gap, idleGaps, type TimeAxis, timeAxis } from './model/time-axis.ts'
import { indexOfSpan, type TraceTree } from './model/trace-tree.ts'
import type { TimeWindow } from './time-ticks.ts'
import type { SetTraceSearch, TraceSearch } from './use-trace-search.ts'

export interface Waterfall {
  tree: TraceTree
  /** False while only the first spans are here: nothing is counted then. */
  isWhole: boolean
  /** Indices of the nodes that show, in order; `-1 - i` for the record `logs[i]`. */
  lines: Int32Array
  logs: readonly PlacedLog[]
  isFolded: (index: number) => boolean
  hidden: number
  colors: SpanColors
  /** Where moments lie, and which of them are drawn narrow. */
  axis: TimeAxis
  gaps: readonly Gap[]
  /** The part of the axis that the bars show. */
  window: TimeWindow
  setWindow: (window: TimeWindow | null) => void
  isZoomed: boolean
  /** The critical path, when it is asked for. */
  segments: ReadonlyMap<number, readonly PathSegment[]> | null
  /** The row that the keys act on, an index of a node; -1 for none. */
  cursor: number
  found: Int32Array
  isFound: Uint8Array
  errors: Int32Array
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
  isWhole: boolean
  search: TraceSearch
  setSearch: SetTraceSearch
  /** The values of the attribute that bars are coloured by. */
  attribute: TraceAttribute | undefined
  /** What is written between the spans. */
  records: readonly LogSummary[]
}

const none: ReadonlySet<string> = new Set()

/** What the waterfall shows of a trace, and the ways to move in it. */
export function useWaterfall(input: WaterfallInput): Waterfall {
  const { tree, isWhole, search, setSearch, attribute, records } = input
  const { span, find, depth, path, color } = search
  const [toggled, setToggled] = useState<ReadonlySet<string>>(none)
  const [cursorId, setCursorId] = useState<string | null>(span)
  const fold = useMemo((): Fold => ({ depth, toggled }), [depth, toggled])
  const sought = useDeferredValue(find)
  const segments = useMemo(() => (path === 'off' ? null : criticalPath(tree)), [tree, path])
  const isFolded = useMemo(() => foldedNodes(tree, fold), [tree, fold])
  const rows = useMemo(
    () => visibleRows(tree, fold, segments && path === 'alone' ? pathMask(tree, segments) : undefined),
    [tree, fold, segments, path],
  )
  const logs = useMemo(() => placeLogs(tree, records), [tree, records])
  const lines = useMemo(() => (logs.length > 0 ? linesWithLogs(rows, logs, isFolded) : rows), [rows, logs, isFolded])
  const found = useMemo(() => findSpans(tree, sought), [tree, sought])
  const cursor = indexOfSpan(tree, span ?? cursorId)
  const axis = useAxis(tree, search, setSearch)
  const goTo = useCallback(
    (index: number) => {
      if (index < 0 || index >= tree.count) return
      const spanId = spanIdAt(tree.structure, tree.place[index] ?? 0)
      setToggled((current) => revealed(tree, { depth, toggled: current }, index).toggled)
      setCursorId(spanId)
      // A panel that is open follows the cursor.
      if (span !== null && (tree.place[index] ?? 0) < tree.spanCount) setSearch({ span: spanId })
    },
    [tree, depth, span, setSearch],
  )
  const errors = useMemo(() => errorSpans(tree), [tree])
  const stepTo = (indices: Int32Array, direction: 1 | -1): void => goTo(step(indices, cursor, direction) ?? -1)
  return {
    tree,
    isWhole,
    lines,
    logs,
    isFolded,
    hidden: tree.count - rows.length,
    colors: useMemo(() => spanColors(tree, color, attribute), [tree, color, attribute]),
    ...axis,
    segments: useMemo(() => segments && segmentsByNode(segments), [segments]),
    cursor,
    found,
    isFound: useMemo(() => markOf(tree.count, found), [tree, found]),
    errors,
    goTo,
    toggle: useCallback((id) => setToggled((current) => toggleFold({ depth: null, toggled: current }, id).toggled), []),
    goToFound: (direction) => stepTo(found, direction),
    goToError: (direction) => stepTo(errors, direction),
    ...depthChanges(tree, fold, (next) => {
      setToggled(none)
      setSearch({ depth: next })
    }),
  }
}

function depthChanges(tree: TraceTree, fold: Fold, setDepth: (depth: number | null) => void) {
  return {
    setAllOpen: (open: boolean) => setDepth(open ? null : 0),
    changeDepth: (by: 1 | -1) => {
      const next = Math.max(0, openDepth(tree, fold) + by)
      setDepth(next >= tree.deepest ? null : next)
    },
  }
}

function markOf(count: number, found: Int32Array): Uint8Array {
  const marks = new Uint8Array(count)
  for (const index of found) marks[index] = 1
  return marks
}

function useAxis(tree: TraceTree, { zoom, compress }: TraceSearch, setSearch: SetTraceSearch) {
  const gaps = useMemo(() => idleGaps(tree), [tree])
  const axis = useMemo(() => timeAxis(tree.length, compress ? gaps : []), [tree, compress, gaps])
  const window = useMemo(() => {
    if (!zoom || zoom.from >= tree.length) return { start: 0, end: axis.length }
    return { start: axis.positionOf(zoom.from), end: axis.positionOf(Math.min(zoom.to, tree.length)) }
  }, [zoom, axis, tree])
  const setWindow = useCallback(
    (next: TimeWindow | null) =>
      setSearch({ zoom: next && { from: axis.timeAt(next.start), to: axis.timeAt(next.end) } }),
    [axis, setSearch],
  )
  return { gaps, axis, window, setWindow, isZoomed: window.end - window.start < axis.length }
}
