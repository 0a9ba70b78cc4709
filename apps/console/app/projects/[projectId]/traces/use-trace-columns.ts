'use client'

import type { SpanSummary, TraceSummary } from '@hanzo/schema/api'
import { useCallback, useMemo } from 'react'
import { useListColumns } from '@/components/list/use-list-columns.ts'
import { traceHref } from '@/lib/trace-href.ts'
import type { TracesSearch } from './search-params.ts'
import { type SpanListRow, spanColumns } from './span-columns.tsx'
import { type TraceListRow, traceColumns } from './trace-columns.tsx'

const noIds: readonly string[] = []

/** The columns of both lists; those in the address are of the list that is shown. */
export function useTraceColumns(
  projectId: string,
  search: TracesSearch,
  setColumns: (columns: string[] | null) => void,
) {
  const hrefOfSpan = useCallback((span: SpanSummary) => traceHref(projectId, span.traceId, span.spanId), [projectId])
  const hrefOfTrace = useCallback((trace: TraceSummary) => traceHref(projectId, trace.traceId), [projectId])
  const ofSpans = useMemo(() => spanColumns(hrefOfSpan), [hrefOfSpan])
  const ofTraces = useMemo(() => traceColumns(hrefOfTrace), [hrefOfTrace])
  const spans = useListColumns<SpanListRow>({
    ...{ tableId: 'spans', builtIn: ofSpans, setInAddress: setColumns },
    inAddress: search.view === 'spans' ? search.columns : noIds,
  })
  const traces = useListColumns<TraceListRow>({
    ...{ tableId: 'traces', builtIn: ofTraces, setInAddress: setColumns },
    inAddress: search.view === 'traces' ? search.columns : noIds,
  })
  return { spans, traces, ofSpans, ofTraces }
}
