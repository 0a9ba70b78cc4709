'use client'

import { useProject } from '@/components/shell/project-context.tsx'
import { useMetricTail } from './use-metric-tail.ts'

/** Watches one metric while it is in the page: the charts are read again soon after points of it arrived. */
export function LivePoints({ name }: { name: string }) {
  const { projectId } = useProject()
  useMetricTail(projectId, name, true)
  return null
}
