'use client'

import type { IngestHistogram } from '@hanzo/schema/api'
import type { UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HistogramSeries } from '@/components/chart/histogram-layout.ts'
import { HistogramSection } from '@/components/list/histogram-section.tsx'

const acceptedSeries: readonly HistogramSeries[] = [
  { key: 'accepted', label: 'accepted', colorVariable: '--status-ok' },
]

const problemSeries: readonly HistogramSeries[] = [
  { key: 'warned', label: 'requests with remarks', colorVariable: '--status-unset' },
  { key: 'refused', label: 'refused requests', colorVariable: '--severity-warn' },
  { key: 'rejected', label: 'rejected records', colorVariable: '--status-error' },
]

/** What was accepted beside what was not, on the same axis of time. */
export function OutcomeCharts({ query }: { query: UseQueryResult<IngestHistogram> }) {
  const { data } = query
  const answer = useMemo(
    () =>
      data && {
        ...data,
        buckets: data.buckets.map((bucket) => ({ ...bucket, counts: { ...bucket.counts } as Record<string, number> })),
      },
    [data],
  )
  const shared = {
    answer,
    answeredAt: query.dataUpdatedAt,
    error: query.error,
    isStale: query.isPlaceholderData,
    onRetry: () => void query.refetch(),
  }
  return (
    <div className="grid shrink-0 grid-cols-2 divide-x divide-border">
      <HistogramSection noun="records" series={acceptedSeries} {...shared} />
      <HistogramSection noun="problems" series={problemSeries} {...shared} />
    </div>
  )
}
