'use client'

import type { MetricQueryAnswer, MetricSummary } from '@hanzo/schema/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartLineIcon } from 'lucide-react'
import { lazy, Suspense, useMemo, useRef } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { classNames } from '@/lib/class-names.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { absoluteRange, isMoving, resolveRange } from '@/lib/time-range.ts'
import { ChartPanels } from './chart-panels.tsx'
import { ChartSkeleton } from './chart-skeleton.tsx'
import { ChartToolbar } from './chart-toolbar.tsx'
import { CompareSelect } from './compare-select.tsx'
import { ExplorerMenu } from './explorer-menu.tsx'
import { ExplorerNotes } from './explorer-notes.tsx'
import { changePart, type ExplorerPart, explorerRequest, isMetricPart } from './explorer-query.ts'
import { hiddenKeys } from './hidden-series.ts'
import { LivePoints } from './live-points.tsx'
import { metricQueryQuery } from './metric-queries.ts'
import type { MetricsChange, MetricsSearch } from './metric-search-params.ts'
import { type ChartPanel, chartPanels } from './panel-lines.ts'
import { pointsFor } from './points-for.ts'
import { QueryList } from './query-list.tsx'
import { StepSelect } from './step-select.tsx'
import { useElementSize } from './use-element-size.ts'
import { useQueryExemplars } from './use-query-exemplars.ts'

// Each is read when somebody chooses it.
const StatTiles = lazy(async () => ({ default: (await import('./stat-tiles.tsx')).StatTiles }))
const SeriesTable = lazy(async () => ({ default: (await import('./series-table.tsx')).SeriesTable }))
const MetricHeatmaps = lazy(async () => ({ default: (await import('./metric-heatmap.tsx')).MetricHeatmaps }))

interface MetricExplorerProps {
  metrics: readonly MetricSummary[]
  search: MetricsSearch
  setSearch: (change: MetricsChange, options?: { history: 'push' | 'replace' }) => void
}

const firstPart: ExplorerPart = { id: 'A', metric: '' }
const nothing: ChartPanel[] = []

/** Queries and formulas, and their answer as charts, values, a table or a heatmap. All of it is in the URL. */
export function MetricExplorer({ metrics, search, setSearch }: MetricExplorerProps) {
  const { projectId } = useProject()
  const [, setRange] = useTimeRange()
  const content = useRef<HTMLDivElement>(null)
  const { width } = useElementSize(content)
  const parts = search.q.length > 0 ? search.q : [firstPart]
  const setParts = (q: ExplorerPart[]) => setSearch({ q: q.length > 0 ? q : null, view: 'explore' })
  const request = useMemo(
    () =>
      width === 0 ? null : explorerRequest({ ...search, parts: search.q, maxPoints: pointsFor(width, search.chart) }),
    [search, width],
  )
  const interval = refreshInterval({ live: search.live, moving: isMoving(search), empty: false })
  const answer = useQuery({
    ...metricQueryQuery(browserTarget, projectId, request),
    placeholderData: keepPreviousData,
    // A heatmap asks for itself.
    enabled: request !== null && search.chart !== 'heatmap',
    refetchInterval: interval,
  })
  const panels = useMemo(
    () => (answer.data && request ? chartPanels(answer.data, search.q, search.split) : nothing),
    [answer.data, request, search.q, search.split],
  )
  const keys = panels.flatMap(({ series }) => series.map(({ key }) => key))
  const asked = parts.filter(isMetricPart).filter(({ metric }) => metric !== '')
  const histograms = asked.filter(
    ({ type, hidden }) => !hidden && (type === 'histogram' || type === 'exponential_histogram'),
  )
  const units = useMemo(() => unitsOf(search.q, metrics), [search.q, metrics])
  return (
    <div ref={content} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <QueryList parts={parts} metrics={metrics} range={search} onChange={setParts}>
        <StepSelect step={search.step} onChange={(step) => setSearch({ step })} />
        <CompareSelect compare={search.compare} onChange={(compare) => setSearch({ compare })} />
      </QueryList>
      <ChartToolbar
        search={search}
        setSearch={setSearch}
        hasHistogram={histograms.length > 0}
        canSplit={(answer.data?.results.length ?? 0) > 1}
        units={units}
      >
        {search.chart !== 'heatmap' && <ReceiptLine receipt={request ? answer.data?.receipt : undefined} />}
        <ExplorerMenu
          request={request}
          panels={panels}
          hidden={hiddenKeys(keys, search)}
          charts={() => content.current}
          hasImage={search.chart !== 'stat' && search.chart !== 'table'}
        />
      </ChartToolbar>
      {search.live && asked.map(({ id, metric, filter = '' }) => <LivePoints key={id} name={metric} filter={filter} />)}
      {asked.length === 0 ? (
        <ChooseFirst />
      ) : search.chart === 'heatmap' ? (
        <Suspense fallback={<ChartSkeleton />}>
          <MetricHeatmaps
            projectId={projectId}
            parts={histograms}
            range={search}
            refetchInterval={interval}
            onRangeSelect={(from, to) => setRange(absoluteRange(Math.floor(from) * 1000, Math.ceil(to) * 1000))}
          />
        </Suspense>
      ) : answer.error && !answer.isFetching ? (
        <ErrorState
          className="flex-1"
          title="The metrics could not be read"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      ) : answer.data && request ? (
        <Answer
          {...{ search, setSearch, panels, parts }}
          answer={answer.data}
          answeredAt={answer.dataUpdatedAt}
          isStale={answer.isPlaceholderData}
        />
      ) : request === null && width > 0 ? (
        <p className="flex flex-1 items-center justify-center text-muted">Every query is hidden.</p>
      ) : (
        <ChartSkeleton />
      )}
    </div>
  )
}

/** The unit of each row that is drawn, by its letter; of a formula the one that its row says. */
function unitsOf(parts: readonly ExplorerPart[], metrics: readonly MetricSummary[]): ReadonlyMap<string, string> {
  const unitOf = (part: ExplorerPart) =>
    isMetricPart(part) ? (metrics.find(({ name }) => name === part.metric)?.unit ?? '') : (part.unit ?? '')
  const drawn = parts.filter((part) => !part.hidden && (isMetricPart(part) ? part.metric : part.expression) !== '')
  return new Map(drawn.map((part) => [part.id, unitOf(part)]))
}

function ChooseFirst() {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
      <ChartLineIcon className="mb-1 size-5 text-subtle" />
      <p className="font-medium">Choose a metric</p>
      <p className="max-w-md text-muted">
        Then group it, filter it, add queries beside it, and formulas over them such as A / B * 100.
      </p>
    </div>
  )
}

interface AnswerProps {
  search: MetricsSearch
  setSearch: MetricExplorerProps['setSearch']
  panels: readonly ChartPanel[]
  parts: readonly ExplorerPart[]
  answer: MetricQueryAnswer
  /** What `now` meant when the answer came, milliseconds since the epoch. */
  answeredAt: number
  isStale: boolean
}

function Answer({ search, setSearch, panels, parts, answer, answeredAt, isStale }: AnswerProps) {
  const { projectId } = useProject()
  const [, setRange] = useTimeRange()
  const exemplars = useQueryExemplars(projectId, search)
  const range = useMemo(() => {
    const { from, to } = resolveRange({ from: search.from, to: search.to }, answeredAt)
    return { from: from / 1000, to: to / 1000 }
  }, [search.from, search.to, answeredAt])
  const onRangeSelect = (from: number, to: number) =>
    setRange(absoluteRange(Math.floor(from) * 1000, Math.ceil(to) * 1000))
  const onLimit = (resultId: string, limit: number) =>
    setSearch({ q: parts.map((part) => (part.id === resultId ? changePart(part, { limit }) : part)) })
  const onUnfilter = (resultId: string) =>
    setSearch({
      q: parts.map((part) =>
        part.id === resultId && isMetricPart(part) ? changePart(part, { filter: undefined }) : part,
      ),
    })
  const isEmpty = panels.every(({ series }) => series.length === 0)
  return (
    <div className={classNames('flex min-h-0 flex-1 flex-col transition-opacity', isStale && 'opacity-50')}>
      <ExplorerNotes
        {...{ answer, onLimit, onUnfilter }}
        filtered={new Set(parts.filter((part) => isMetricPart(part) && part.filter).map(({ id }) => id))}
      />
      <Suspense fallback={<ChartSkeleton />}>
        {isEmpty ? (
          <p className="flex flex-1 items-center justify-center text-muted">Nothing to draw in this time range.</p>
        ) : search.chart === 'stat' ? (
          <StatTiles panels={panels} figure={search.figure} thresholds={search.threshold} />
        ) : search.chart === 'table' ? (
          <SeriesTable panels={panels} thresholds={search.threshold} isStale={isStale} />
        ) : (
          <ChartPanels {...{ panels, answer, search, setSearch, range, exemplars, onRangeSelect }} />
        )}
      </Suspense>
    </div>
  )
}
