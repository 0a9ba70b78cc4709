'use client'

import type { Receipt } from '@hanzo/schema/api'
import { useMemo } from 'react'
import { HistogramChart } from '@/components/chart/histogram-chart.tsx'
import type { HistogramBucket, HistogramSeries } from '@/components/chart/histogram-layout.ts'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'
import { absoluteRange, resolveRange } from '@/lib/time-range.ts'

export interface HistogramAnswer {
  buckets: readonly HistogramBucket[]
  bucketSeconds: number
  receipt: Receipt
}

interface HistogramSectionProps {
  /** What is counted, in the plural. */
  noun: string
  series: readonly HistogramSeries[]
  answer: HistogramAnswer | undefined
  /** When the answer came, milliseconds: what `now` meant. */
  answeredAt: number
  error: unknown
  isStale: boolean
  onRetry: () => void
}

const height = 84

/** How many records there were over time, above their list. Dragging over it zooms in. */
export function HistogramSection(props: HistogramSectionProps) {
  const { noun, series, answeredAt, isStale, onRetry } = props
  // The answer may be there before the page is: the server's markup has none yet, nor does it know the time zone.
  const hydrated = useHydrated()
  const answer = hydrated ? props.answer : undefined
  const error = hydrated ? props.error : null
  const [range, setRange] = useTimeRange()
  const shownRange = useMemo(() => {
    const { from, to } = resolveRange(range, answeredAt)
    return { from: Math.floor(from / 1000), to: Math.ceil(to / 1000) }
  }, [range, answeredAt])
  return (
    <section aria-label={`${noun} over time`} className="@container shrink-0 border-b border-border px-4 pt-2 pb-1">
      <div className="flex h-6 items-center gap-4 overflow-hidden text-sm whitespace-nowrap">
        {error && !answer ? null : <Totals noun={noun} series={series} answer={answer} />}
        <span className="ml-auto @max-xl:hidden">
          <ReceiptLine receipt={answer?.receipt} />
        </span>
      </div>
      <div style={{ height }} className="mt-1">
        {answer ? (
          <HistogramChart
            className={classNames('transition-opacity', isStale && 'opacity-50')}
            buckets={answer.buckets}
            bucketSeconds={answer.bucketSeconds}
            series={series}
            range={shownRange}
            noun={noun}
            height={height}
            onRangeSelect={(from, to) => setRange(absoluteRange(from * 1000, to * 1000))}
          />
        ) : error ? (
          <ErrorState compact title={`The ${noun} could not be counted`} error={error} onRetry={onRetry} />
        ) : (
          <HistogramSkeleton />
        )}
      </div>
    </section>
  )
}

function Totals({ noun, series, answer }: Pick<HistogramSectionProps, 'noun' | 'series' | 'answer'>) {
  const totals = useMemo(
    () =>
      series
        .map((one) => ({
          ...one,
          count: answer?.buckets.reduce((sum, bucket) => sum + (bucket.counts[one.key] ?? 0), 0) ?? 0,
        }))
        .filter((one) => one.count > 0),
    [series, answer],
  )
  if (!answer) return <Skeleton className="w-32" />
  const total = totals.reduce((sum, one) => sum + one.count, 0)
  return (
    <>
      <span title={formatCount(total)}>
        <span className="font-medium">{formatCompact(total)}</span> <span className="text-muted">{noun}</span>
      </span>
      {(series.length > 1 ? totals.toReversed() : []).map((one) => (
        <span key={one.key} title={formatCount(one.count)} className="flex items-center gap-1.5 text-muted">
          <span
            aria-hidden="true"
            className="size-2 rounded-[2px]"
            style={{ background: `var(${one.colorVariable})` }}
          />
          {one.label} <span className="text-foreground">{formatCompact(one.count)}</span>
        </span>
      ))}
    </>
  )
}

const skeletonBars = Array.from({ length: 48 }, (_, index) => ({
  id: index,
  height: 20 + ((index * 37) % 55),
}))

function HistogramSkeleton() {
  return (
    <div aria-hidden="true" className="flex h-[66px] animate-pulse items-end gap-1">
      {skeletonBars.map((bar) => (
        <span key={bar.id} style={{ height: `${bar.height}%` }} className="flex-1 rounded-t-[2px] bg-border/60" />
      ))}
    </div>
  )
}
