import type { TimeRange } from '@hanzo/schema/api'
import { queryString } from '@/lib/api-client.ts'

/** The page of a service; relative times stay relative. */
export function serviceHref(projectId: string, service: string, { from, to }: TimeRange): string {
  return `/projects/${encodeURIComponent(projectId)}/services/${encodeURIComponent(service)}${queryString({ from, to })}`
}
