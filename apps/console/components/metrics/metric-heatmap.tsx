'use client'

import type { MetricHeatmap, TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { NothingMatches } from '@/components/state/nothing-matches.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { classNames } from '@/lib/class-names.ts'
import { BucketHeatmap } from './bucket-heatmap.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import type { MetricPart } from './explorer-query.ts'
import { metricHeatmapQuery } from './metric-queries.ts'
import { valueFormat } from './metric-value.ts'

interface MetricHeatmapsProps {
  projectId: string
  /** Queries of histograms. */
  parts: readonly MetricPart[]
  range: TimeRange
  refetchInterval: number | false
  onRangeSelect: (from: number, to: number) => void
}

/** How the measurements of each histogram lie over time. */
export function MetricHeatmaps({ parts, ...props }: MetricHeatmapsProps) {
  if (parts.length === 0) {
    return (
      <p className="flex flex-1 items-center justify-center p-8 text-center text-muted">
        A heatmap needs a query of a histogram: it shows how many measurements lie in each of its buckets.
      </p>
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-4 pb-4">
      {parts.map((part) => (
        <HeatmapOf key={part.id} part={part} {...props} />
      ))}
    </div>
  )
}

function HeatmapOf({
  projectId,
  part,
  range,
  refetchInterval,
  onRangeSelect,
}: Omit<MetricHeatmapsProps, 'parts'> & { part: MetricPart }) {
  const query = useQuery({
    ...metricHeatmapQuery(browserTarget, projectId, {
      ...{ from: range.from, to: range.to, name: part.metric, query: part.filter ?? '' },
      ...(part.type && { type: part.type }),
    }),
    refetchInterval,
  })
  if (query.error && !query.data)
    return (
      <ErrorState
        className="min-h-72 flex-1"
        title={`The heatmap of ${part.metric} could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <ChartSkeleton />
  if (query.data.cells.length === 0)
    return <NothingMatches className="min-h-72 flex-1" what={`points of ${part.metric}`} onClearFilters={null} />
  return (
    <section
      aria-label={`Heatmap of ${part.metric}`}
      className={classNames('flex min-h-72 flex-1 flex-col', query.isPlaceholderData && 'opacity-50')}
    >
      <div className="flex h-6 shrink-0 items-center gap-2 text-subtle text-xs">
        <span>
          {part.id}: measurements of {part.metric}
        </span>
        <span className="ml-auto">
          <ReceiptLine receipt={query.data.receipt} />
        </span>
      </div>
      <Cells data={query.data} onRangeSelect={onRangeSelect} />
    </section>
  )
}

function Cells({ data, onRangeSelect }: { data: MetricHeatmap; onRangeSelect: (from: number, to: number) => void }) {
  const format = useMemo(() => valueFormat(data.unit, null), [data.unit])
  return <BucketHeatmap heatmap={data} format={format} onRangeSelect={onRangeSelect} />
}
