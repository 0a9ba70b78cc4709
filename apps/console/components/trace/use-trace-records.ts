import type { LogSummary, TraceStructure } from '@hanzo/schema/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { traceLogsQueryOptions } from './trace-queries.ts'

const none: readonly LogSummary[] = []

/** The newest 500 log records of a trace, for showing them between its spans; none while that is not asked for. */
export function useTraceRecords(trace: TraceStructure, isWanted: boolean): readonly LogSummary[] {
  const { projectId } = useProject()
  const { data } = useInfiniteQuery({ ...traceLogsQueryOptions(projectId, trace), enabled: isWanted })
  return useMemo(() => (isWanted ? (data?.pages.flatMap(({ rows }) => rows) ?? none) : none), [data, isWanted])
}
