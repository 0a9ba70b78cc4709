'use client'

import { useProject } from '@/components/shell/project-context.tsx'
import { useMetricTail } from './use-metric-tail.ts'

/** Watches series of a metric while it is in the page: the charts are read again soon after points of them arrived. */
export function LivePoints({ name, filter }: { name: string; filter: string }) {
  const { projectId } = useProject()
  useMetricTail(projectId, name, filter, true)
  return null
}
