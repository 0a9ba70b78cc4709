'use client'

import { TriangleAlertIcon } from 'lucide-react'
import { useMemo } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { type Cardinality, cardinalities } from './cardinality.ts'
import type { useMetricAttributes } from './use-metric-attributes.ts'

interface CardinalityListProps {
  query: ReturnType<typeof useMetricAttributes>
}

const skeletons = [72, 54, 63, 41]

/** Which attributes make the series of a metric, and what to do about one that makes far too many. */
export function CardinalityList({ query }: CardinalityListProps) {
  const rows = useMemo(() => (query.data ? cardinalities(query.data) : []), [query.data])
  if (query.error && !query.data)
    return (
      <ErrorState
        compact
        className="h-24"
        title="The attributes could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data)
    return (
      <div aria-busy="true" className="flex flex-col gap-3 px-4 py-2">
        {skeletons.map((width) => (
          <Skeleton key={width} style={{ width: `${width}%` }} />
        ))}
      </div>
    )
  const exploding = rows.filter(({ isExploding }) => isExploding)
  return (
    <>
      {exploding.map(({ attribute, share }) => (
        <Advice key={attribute.key} name={attribute.key} share={share ?? 0} valueCount={attribute.valueCount} />
      ))}
      {rows.length === 0 && <p className="px-4 py-2 text-sm text-subtle">Its points have no attributes.</p>}
      <ul aria-label="Attributes">
        {rows.map((row) => (
          <CardinalityRow key={row.attribute.key} row={row} seriesCount={query.data?.seriesCount ?? 0} />
        ))}
      </ul>
    </>
  )
}

function CardinalityRow({ row, seriesCount }: { row: Cardinality; seriesCount: number }) {
  const { attribute, share, isExploding } = row
  const without =
    attribute.seriesWithout === null
      ? 'Of the resource that sends it'
      : `Without it there would be ${formatQuantity(attribute.seriesWithout, 'series', 'series')} instead of ${formatCount(seriesCount)}`
  return (
    <li className="flex h-7 items-center gap-3 px-4 text-sm hover:bg-hover" title={without}>
      <span className="min-w-0 flex-1 truncate font-mono text-xs" title={attribute.key}>
        {attribute.key}
      </span>
      <span className="shrink-0 text-muted text-xs tabular-nums">{formatQuantity(attribute.valueCount, 'value')}</span>
      <span aria-hidden="true" className="h-1.5 w-20 shrink-0 overflow-hidden rounded-full bg-hover">
        <span
          className={classNames('block h-full rounded-full', isExploding ? 'bg-status-error' : 'bg-accent')}
          style={{ width: `${(share ?? 0) * 100}%` }}
        />
      </span>
      <span className="w-12 shrink-0 text-right text-subtle text-xs tabular-nums">
        {share === null ? 'resource' : shareText(share)}
      </span>
    </li>
  )
}

function Advice({ name, share, valueCount }: { name: string; share: number; valueCount: number }) {
  return (
    <div role="note" className="mx-4 my-2 flex gap-2 rounded-md border bg-status-error-soft p-2.5 text-sm">
      <TriangleAlertIcon className="mt-px size-4 shrink-0 text-status-error" />
      <p>
        <code className="font-mono text-xs">{name}</code> has {formatCount(valueCount)} values and makes{' '}
        {shareText(share)} of the series. What tells requests or users apart belongs on spans and log records. Drop it
        from the metric with a view of the SDK, or with the Collector’s{' '}
        <code className="font-mono text-xs">transform</code> processor; exemplars still lead from the metric to single
        traces.
      </p>
    </div>
  )
}

/** Never all of the series, and never none, where that is not so. */
function shareText(share: number): string {
  const percent = share * 100
  if (share < 1 && percent > 99) return `${(Math.floor(percent * 10) / 10).toFixed(1)} %`
  return share > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`
}
