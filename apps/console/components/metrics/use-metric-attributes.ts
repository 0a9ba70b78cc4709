'use client'

import type { TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { browserTarget } from '@/lib/api-client.ts'
import { metricAttributesQuery } from './metric-queries.ts'

/** The attributes of a metric; asks nothing while none is chosen. */
export function useMetricAttributes(projectId: string, name: string, range: TimeRange) {
  return useQuery({ ...metricAttributesQuery(browserTarget, projectId, name, range), enabled: name !== '' })
}
