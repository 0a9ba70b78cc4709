'use client'

import type { TraceExemplarMetric } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { alignSeries } from '@/components/chart/chart-series.ts'
import { TimeSeriesChart } from '@/components/chart/time-series-chart.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { browserTarget, queryString } from '@/lib/api-client.ts'
import { absoluteRange } from '@/lib/time-range.ts'
import { exemplarMarkers } from './exemplar-markers.ts'
import { traceExemplarsQuery } from './exemplar-queries.ts'
import { metricPart } from './explore-search.ts'
import { metricSeriesQuery } from './metric-queries.ts'
import { valueFormat } from './metric-value.ts'
import { seriesColor, seriesKey, seriesLabel } from './series-label.ts'

interface SpanMetricsProps {
  projectId: string
  traceId: string
  /** Only what was measured in this span; the whole trace when absent. */
  spanId?: string
  /** Nanoseconds since the epoch, as the API writes them: the middle of what is drawn. */
  timeUnixNano: string
  /** Shown when nothing was measured. */
  empty?: React.ReactNode
}

const aroundMilliseconds = 15 * 60_000

/** The metrics that a span was measured by, around its time, with the measurements as dots. */
export function SpanMetrics({ projectId, traceId, spanId, timeUnixNano, empty }: SpanMetricsProps) {
  const query = useQuery(traceExemplarsQuery(browserTarget, projectId, traceId, spanId))
  if (query.error && !query.data) {
    return (
      <ErrorState
        title="The metrics of this span could not be read"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  if (!query.data) return <Skeleton className="m-4 h-32" />
  if (query.data.metrics.length === 0)
    return empty ?? <p className="p-4 text-sm text-muted">No metric was measured with an exemplar of this span</p>
  return (
    <ul className="divide-y divide-border">
      {query.data.metrics.map((metric) => (
        <li key={`${metric.type} ${metric.name} ${metric.serviceName}`}>
          <MetricAround {...{ projectId, traceId, timeUnixNano, metric }} />
        </li>
      ))}
    </ul>
  )
}

interface MetricAroundProps extends Pick<SpanMetricsProps, 'projectId' | 'traceId' | 'timeUnixNano'> {
  metric: TraceExemplarMetric
}

const nothing = () => undefined

function MetricAround({ projectId, traceId, timeUnixNano, metric }: MetricAroundProps) {
  const middle = Number(BigInt(timeUnixNano) / 1_000_000n)
  const range = useMemo(() => absoluteRange(middle - aroundMilliseconds, middle + aroundMilliseconds), [middle])
  const series = useQuery(
    metricSeriesQuery(browserTarget, projectId, metric, {
      ...range,
      aggregation: null,
      groupBy: [],
      service: [metric.serviceName],
      attribute: [],
      step: null,
      limit: 1,
    }),
  )
  const drawn = useMemo(() => {
    if (!series.data) return undefined
    const { times, values } = alignSeries(series.data.series, series.data.stepSeconds)
    const format = valueFormat(series.data.unit, series.data.aggregation)
    const lines = series.data.series.map(({ labels }, index) => ({
      key: seriesKey(labels),
      label: seriesLabel(labels, series.data.aggregation),
      color: seriesColor(labels, index),
      values: values[index] ?? [],
    }))
    const { aggregation } = series.data
    const markers = exemplarMarkers(metric.exemplars, { projectId, aggregation, format: format.value, traceId })
    return { times, lines, format, markers, aggregation }
  }, [series.data, metric.exemplars, projectId, traceId])
  const href = `/projects/${encodeURIComponent(projectId)}/metrics${queryString({ q: JSON.stringify(metricPart(metric, addFilter('', { key: 'service', value: metric.serviceName }))), ...range })}`
  return (
    <section aria-label={metric.name} className="px-4 py-3">
      <h3 className="flex items-baseline gap-2 text-sm">
        <Link href={href} className="truncate font-mono hover:underline">
          {metric.name}
        </Link>
        <span className="shrink-0 text-xs text-subtle">
          {drawn?.aggregation} · {metric.serviceName}
        </span>
      </h3>
      {drawn ? (
        <TimeSeriesChart
          className="mt-1 h-32"
          label={metric.name}
          times={drawn.times}
          series={drawn.lines}
          range={{ from: (middle - aroundMilliseconds) / 1000, to: (middle + aroundMilliseconds) / 1000 }}
          format={drawn.format}
          markers={drawn.markers}
          onRangeSelect={nothing}
        />
      ) : (
        <Skeleton className="mt-1 h-32 rounded-sm" />
      )}
    </section>
  )
}
