'use client'

import type { MetricSeries, MetricSummary, TimeRange } from '@hanzo/schema/api'
import { useMemo, useState } from 'react'
import { alignSeries } from '@/components/chart/chart-series.ts'
import { SeriesLegend } from '@/components/chart/series-legend.tsx'
import { TimeSeriesChart } from '@/components/chart/time-series-chart.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatCount } from '@/lib/format-number.ts'
import { absoluteRange, resolveRange } from '@/lib/time-range.ts'
import { type Exemplar, exemplarMarkers } from './exemplar-markers.ts'
import { valueFormat } from './metric-value.ts'
import { seriesColor, seriesKey, seriesLabel } from './series-label.ts'

interface MetricChartProps {
  projectId: string
  metric: MetricSummary
  data: MetricSeries
  /** What `now` meant when the answer came, milliseconds since the epoch. */
  answeredAt: number
  isStale: boolean
  search: TimeRange
  /** Measurements that lead to a trace. */
  exemplars: readonly Exemplar[]
  onShowMore: () => void
}

const nothingHidden: ReadonlySet<string> = new Set()

/** The lines of a metric over the time range, and their figures. */
export function MetricChart(props: MetricChartProps) {
  const { projectId, metric, data, answeredAt, isStale, search, exemplars, onShowMore } = props
  const [, setRange] = useTimeRange()
  const [hidden, setHidden] = useState(nothingHidden)
  const [focused, setFocused] = useState<string | null>(null)
  const format = useMemo(() => valueFormat(data.unit, data.aggregation), [data.unit, data.aggregation])
  const { times, series } = useMemo(() => linesOf(data), [data])
  const markers = useMemo(
    () => exemplarMarkers(exemplars, { projectId, aggregation: data.aggregation, format: format.value }),
    [exemplars, projectId, data.aggregation, format],
  )
  const range = useMemo(() => {
    const { from, to } = resolveRange(search, answeredAt)
    return { from: from / 1000, to: to / 1000 }
  }, [search, answeredAt])
  return (
    <div className={classNames('flex min-h-0 flex-1 flex-col transition-opacity', isStale && 'opacity-50')}>
      <div className="flex h-6 shrink-0 items-center gap-2 px-4 text-subtle text-xs">
        <span>
          {data.aggregation}
          {format.caption && ` · ${format.caption}`} · every {stepText(data.stepSeconds)}
        </span>
        {data.seriesTotal > data.series.length && (
          <span>
            · the largest {formatCount(data.series.length)} of {formatCount(data.seriesTotal)} series
            {data.series.length < 100 && (
              <Button variant="link" className="ml-1.5 text-xs" onClick={onShowMore}>
                show 100
              </Button>
            )}
          </span>
        )}
        <span className="ml-auto">
          <ReceiptLine receipt={data.receipt} />
        </span>
      </div>
      <TimeSeriesChart
        className="min-h-48 flex-1"
        label={`${data.aggregation} of ${metric.name}`}
        times={times}
        series={series}
        range={range}
        format={format}
        hidden={hidden}
        focused={focused}
        markers={markers}
        onRangeSelect={(from, to) => setRange(absoluteRange(Math.floor(from) * 1000, Math.ceil(to) * 1000))}
      />
      <SeriesLegend
        className="max-h-[42%] shrink-0 border-border border-t"
        series={series}
        format={format}
        hidden={hidden}
        onHiddenChange={setHidden}
        onFocus={setFocused}
      />
    </div>
  )
}

function linesOf(data: MetricSeries) {
  const { times, values } = alignSeries(data.series, data.stepSeconds)
  const series = data.series.map(({ labels }, index) => ({
    key: seriesKey(labels),
    label: seriesLabel(labels, data.aggregation),
    color: seriesColor(labels, index),
    values: values[index] ?? [],
  }))
  return { times, series }
}

function stepText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600 ? `${seconds / 60} m` : seconds < 86_400 ? `${seconds / 3600} h` : `${seconds / 86_400} d`
}
