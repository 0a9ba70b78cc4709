'use client'

import type { SpanHeatmap, TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { DifferencesPanel } from './differences-panel.tsx'
import { HeatmapChart } from './heatmap-chart.tsx'
import { spanHeatmapQuery } from './heatmap-queries.ts'
import { heatmapSearchParams } from './heatmap-selection.ts'

interface LatencySectionProps {
  projectId: string
  range: TimeRange
  /** A search of spans. */
  query: string
  live?: boolean
  onRange: (range: TimeRange) => void
  onQuery: (query: string) => void
}

const height = 184

/** Spans by time and duration above their list; what is selected in it is compared with the rest. The selection is in the address. */
export function LatencySection({ projectId, range, query, live = false, onRange, onQuery }: LatencySectionProps) {
  const [{ selection }, setSelection] = useQueryStates(heatmapSearchParams, { history: 'push' })
  const answer = useQuery({
    ...spanHeatmapQuery(browserTarget, projectId, range, query),
    refetchInterval: ({ state }) =>
      refreshInterval({ live, moving: isMoving(range), empty: state.data?.cells.length === 0 }),
  })
  // The answer may be there before the page is: the server's markup has none yet, nor does it know the time zone.
  const hydrated = useHydrated()
  const heatmap = hydrated ? answer.data : undefined
  const total = useMemo(() => heatmap?.cells.reduce((sum, [, , spans]) => sum + spans, 0), [heatmap])
  const change = (next: typeof selection) => void setSelection({ selection: next })
  return (
    <div className="@container shrink-0">
      <section aria-label="Latency over time" className="border-b border-border px-4 pt-2 pb-1">
        <div className="flex h-6 items-center gap-4 text-sm text-muted">
          {total === undefined ? (
            <Skeleton className="w-32" />
          ) : (
            <span>{formatQuantity(total, 'span')} by duration</span>
          )}
          {total !== undefined && total > 0 && !selection && (
            <span className="truncate text-subtle">Drag over spans to see what is different about them</span>
          )}
          <span className="ml-auto @max-xl:hidden">
            <ReceiptLine receipt={heatmap?.receipt} />
          </span>
        </div>
        <div style={{ height }} className="mt-1">
          <Chart heatmap={heatmap} error={hydrated ? answer.error : null} onRetry={() => void answer.refetch()}>
            {(found) => (
              <HeatmapChart
                heatmap={found}
                selection={selection}
                onSelect={change}
                height={height}
                className={classNames('transition-opacity', answer.isPlaceholderData && 'opacity-50')}
              />
            )}
          </Chart>
        </div>
      </section>
      {selection && hydrated && (
        <DifferencesPanel
          projectId={projectId}
          range={range}
          query={query}
          selection={selection}
          onClose={() => change(null)}
          onQuery={onQuery}
          onZoom={(next, search) => {
            change(null)
            onRange(next)
            onQuery(search)
          }}
        />
      )}
    </div>
  )
}

interface ChartProps {
  heatmap: SpanHeatmap | undefined
  error: unknown
  onRetry: () => void
  children: (heatmap: SpanHeatmap) => React.ReactNode
}

function Chart({ heatmap, error, onRetry, children }: ChartProps) {
  if (heatmap) return children(heatmap)
  if (error) return <ErrorState compact title="The durations could not be counted" error={error} onRetry={onRetry} />
  return <Skeleton className="ml-14 h-[166px] rounded-sm" />
}
