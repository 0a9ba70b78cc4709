import { useShortcut } from '@/hooks/use-shortcut.ts'
import { pan, zoom } from './time-ticks.ts'
import { nextPathMode } from './trace-options.tsx'
import { traceViews } from './trace-search-params.ts'
import type { SetTraceSearch, TraceSearch } from './use-trace-search.ts'
import type { Waterfall } from './use-waterfall.ts'

interface TraceKeys {
  waterfall: Waterfall
  search: TraceSearch
  setSearch: SetTraceSearch
  onOpen: (index: number) => void
  onSearch: () => void
}

const panShare = 0.2

/** The keys of the page of a trace, whatever of it is shown. The `?` page lists them. */
export function useTraceKeys({ waterfall, search, setSearch, onOpen, onSearch }: TraceKeys): void {
  const enter = () => {
    // A focused button or link takes its own Enter.
    if (!document.activeElement?.matches('button, a, [role="tab"]')) onOpen(waterfall.cursor)
  }
  useShortcut('Enter', enter, waterfall.cursor >= 0)
  useShortcut('Escape', () => setSearch({ span: null }))
  useShortcut('/', onSearch)
  useShortcut('n', () => waterfall.goToFound(1))
  useShortcut('N', () => waterfall.goToFound(-1))
  useShortcut('e', () => waterfall.goToError(1))
  useShortcut('E', () => waterfall.goToError(-1))
  useShortcut('c', () => setSearch({ path: nextPathMode(search.path) }))
  useShortcut('i', () => setSearch({ compress: !search.compress }))
  useShortcut('o', () => setSearch({ records: !search.records }))
  useShortcut('b', () => setSearch({ color: search.color === 'service' ? 'kind' : 'service' }))
  useShortcut('v', () => setSearch({ view: viewAfter(search.view, 1) }))
  useShortcut('V', () => setSearch({ view: viewAfter(search.view, -1) }))
  useShortcut(']', () => waterfall.changeDepth(1))
  useShortcut('[', () => waterfall.changeDepth(-1))
  useShortcut('}', () => waterfall.setAllOpen(true))
  useShortcut('{', () => waterfall.setAllOpen(false))
  useZoomKeys(waterfall)
}

function viewAfter(view: TraceSearch['view'], by: number): TraceSearch['view'] {
  const at = traceViews.indexOf(view) + by
  return traceViews[(at + traceViews.length) % traceViews.length] ?? 'waterfall'
}

function useZoomKeys({ tree, axis, window, cursor, setWindow }: Waterfall): void {
  const middle = (window.start + window.end) / 2
  const zoomBy = (factor: number) => {
    const next = zoom(window, middle, factor, axis.length)
    setWindow(next.end - next.start >= axis.length ? null : next)
  }
  const panBy = (share: number) => setWindow(pan(window, (window.end - window.start) * share, axis.length))
  const zoomToCursor = () => {
    const start = tree.start[cursor] ?? 0
    const end = start + Math.max(tree.duration[cursor] ?? 0, 1)
    setWindow({ start: axis.positionOf(start), end: axis.positionOf(end) })
  }
  useShortcut('+', () => zoomBy(0.5))
  useShortcut('=', () => zoomBy(0.5))
  useShortcut('-', () => zoomBy(2))
  useShortcut('0', () => setWindow(null))
  useShortcut(',', () => panBy(-panShare))
  useShortcut('.', () => panBy(panShare))
  useShortcut('z', zoomToCursor, cursor >= 0)
}
