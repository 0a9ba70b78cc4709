'use client'

import type { SpanDifferences, TimeRange } from '@hanzo/schema/api'
import { setBounds } from '@hanzo/search'
import { useQuery } from '@tanstack/react-query'
import { XIcon } from 'lucide-react'
import { intervalLabel } from '@/components/chart/time-label.ts'
import { durationText, narrowSearch } from '@/components/red/red-search.ts'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'
import { absoluteRange } from '@/lib/time-range.ts'
import { DifferenceRow } from './difference-row.tsx'
import { spanDifferencesQuery } from './heatmap-queries.ts'
import type { HeatmapSelection } from './heatmap-selection.ts'

interface DifferencesPanelProps {
  projectId: string
  range: TimeRange
  query: string
  selection: HeatmapSelection
  onClose: () => void
  onQuery: (query: string) => void
  onZoom: (range: TimeRange, query: string) => void
}

/** What the selected spans have more or less often than the others. */
export function DifferencesPanel(props: DifferencesPanelProps) {
  const { projectId, range, query, selection, onClose, onQuery, onZoom } = props
  const answer = useQuery(spanDifferencesQuery(browserTarget, projectId, range, query, selection))
  const narrowed = setBounds(query, 'duration', {
    least: durationText(selection.least),
    most: durationText(selection.most, 'up'),
  })
  const filter = (term: string) => onQuery(narrowSearch(query, term))
  return (
    <section
      aria-label="What is different about the selection"
      className="flex h-72 shrink-0 flex-col border-b border-border bg-background"
    >
      <div className="flex h-9 shrink-0 items-center gap-3 border-b border-border px-4 text-sm">
        <h2 className="shrink-0 font-medium">What is different</h2>
        <span className="min-w-0 truncate text-muted tabular-nums" suppressHydrationWarning>
          {intervalLabel(selection.from, selection.to)}, {formatDuration(selection.least)} –{' '}
          {formatDuration(selection.most)}
        </span>
        <span className="ml-auto @max-3xl:hidden">
          <ReceiptLine receipt={answer.data?.receipt} />
        </span>
        <Button size="sm" onClick={() => onZoom(absoluteRange(selection.from * 1000, selection.to * 1000), narrowed)}>
          Show only these spans
        </Button>
        <Button variant="ghost" size="icon-sm" aria-label="Let go of the selection" onClick={onClose}>
          <XIcon />
        </Button>
      </div>
      {answer.data ? (
        <Differences answer={answer.data} onFilter={filter} />
      ) : answer.error ? (
        <ErrorState
          compact
          className="flex-1"
          title="The spans could not be compared"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      ) : (
        <div aria-busy="true" className="flex flex-col gap-3 p-4">
          <span className="sr-only">Comparing</span>
          {[70, 55, 62, 48, 40].map((width) => (
            <Skeleton key={width} style={{ width: `${width}%` }} />
          ))}
        </div>
      )}
    </section>
  )
}

function Differences({ answer, onFilter }: { answer: SpanDifferences; onFilter: (term: string) => void }) {
  const { selected, rest, differences } = answer
  if (selected.ofSpans === 0) return <Note>No span is in the selection</Note>
  if (rest.ofSpans === 0) return <Note>Every span is in the selection: there is no other to compare with</Note>
  return (
    <>
      <p className="flex h-7 shrink-0 items-center gap-4 px-4 text-xs text-muted">
        <Side color="var(--accent)" label="Selection" side={selected} />
        <Side color="var(--border-strong)" label="Rest" side={rest} />
      </p>
      {differences.length === 0 ? (
        <Note>Nothing that chance does not explain</Note>
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto border-t border-border xl:grid xl:grid-cols-2 xl:content-start">
          {differences.map((difference) => (
            <DifferenceRow key={difference.term} difference={difference} answer={answer} onFilter={onFilter} />
          ))}
        </ul>
      )}
    </>
  )
}

/** How many spans a side has, and how many of them were compared. */
function Side({ color, label, side }: { color: string; label: string; side: SpanDifferences['rest'] }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: color }} />
      {label}: {formatQuantity(side.ofSpans, 'span')}
      {side.spanCount < side.ofSpans && <> (by a sample of {formatCount(side.spanCount)})</>}
    </span>
  )
}

function Note({ children }: { children: string }) {
  return <p className="flex flex-1 items-center justify-center p-4 text-sm text-muted">{children}</p>
}
