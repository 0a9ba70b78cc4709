'use client'

import type { UsageDay } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { formatBytes, formatCount } from '@/lib/format-number.ts'
import { usageDaysShown, usageQuery } from './queries.ts'
import { UseBars } from './use-bars.tsx'

const dayMilliseconds = 86_400_000

/** What was sent, by day. */
export function UsageDays({ projectId, today }: { projectId: string; today: string }) {
  const { data, error, refetch } = useQuery(usageQuery(projectId))
  if (data) return <UseBars bars={dayBars(data.rows, today)} label="Records by day, over the last 30 days" />
  if (error)
    return <ErrorState compact title="The days could not be read" error={error} onRetry={() => void refetch()} />
  return <Skeleton className="w-2/3" />
}

function dayBars(rows: readonly UsageDay[], today: string) {
  const first = Date.parse(today) - (usageDaysShown - 1) * dayMilliseconds
  return Array.from({ length: usageDaysShown }, (_, index) => {
    const day = new Date(first + index * dayMilliseconds).toISOString().slice(0, 10)
    const ofDay = rows.filter((row) => row.day === day)
    const records = ofDay.reduce((sum, row) => sum + row.records, 0)
    const bytes = ofDay.reduce((sum, row) => sum + row.bytes, 0)
    const signals = ofDay.filter((row) => row.records > 0).map((row) => `${row.signal} ${formatCount(row.records)}`)
    const parts = signals.length > 0 ? ` (${signals.join(', ')})` : ''
    return { key: day, value: records, title: `${day}: ${formatCount(records)} records${parts}, ${formatBytes(bytes)}` }
  })
}
