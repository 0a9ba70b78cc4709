'use client'

import type { MetricQueryAnswer, MetricQueryResult, MetricSummary } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { TriangleAlertIcon } from 'lucide-react'
import { momentLabel } from '@/components/chart/time-label.ts'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { formatCount } from '@/lib/format-number.ts'
import { absoluteRange } from '@/lib/time-range.ts'
import { metricListQuery } from './metric-queries.ts'
import { resultTitle } from './panel-lines.ts'

interface ExplorerNotesProps {
  answer: MetricQueryAnswer
  /** The rows that have a filter, by their letter. */
  filtered: ReadonlySet<string>
  onUnfilter: (resultId: string) => void
  onLimit: (resultId: string, limit: number) => void
}

const limitMost = 100

/** What an answer leaves out, and what to do about it: series beyond the limit, queries without points, warnings. */
export function ExplorerNotes({ answer, filtered, onLimit, onUnfilter }: ExplorerNotesProps) {
  const empty = answer.results.filter(({ series, name }) => series.length === 0 && name !== undefined)
  const cut = answer.results.filter(({ series, seriesTotal }) => seriesTotal > series.length && series.length > 0)
  if (empty.length + cut.length + answer.warnings.length === 0) return null
  return (
    <ul aria-label="Notes" className="flex shrink-0 flex-col gap-0.5 px-4 pb-1 text-muted text-xs">
      {cut.map((result) => (
        <li key={`cut ${result.id}`}>
          {result.id}: too many series: {formatCount(result.series.length)} of {formatCount(result.seriesTotal)} are
          shown. Group by less, or filter.
          {result.series.length < limitMost && (
            <Button variant="link" className="ml-1.5 text-xs" onClick={() => onLimit(result.id, limitMost)}>
              Show {limitMost}
            </Button>
          )}
        </li>
      ))}
      {empty.map((result) => (
        <NoPoints
          key={`empty ${result.id}`}
          result={result}
          firstTime={answer.times[0] ?? 0}
          onUnfilter={filtered.has(result.id) ? () => onUnfilter(result.id) : undefined}
        />
      ))}
      {answer.warnings.map(({ id, message }) => (
        <li key={`${id} ${message}`} className="flex items-center gap-1.5">
          <TriangleAlertIcon className="size-3.5 text-severity-warn" />
          {id}: {message}
        </li>
      ))}
    </ul>
  )
}

interface NoPointsProps {
  result: MetricQueryResult
  /** Where the time range begins, Unix seconds. */
  firstTime: number
  onUnfilter: (() => void) | undefined
}

/** A query without points: its filter leaves none, or until when there were any, and the way there. */
function NoPoints({ result, firstTime, onUnfilter }: NoPointsProps) {
  const { projectId } = useProject()
  const [, setRange] = useTimeRange()
  const list = useQuery(metricListQuery(browserTarget, projectId, { from: 'now-30d', to: 'now' }))
  const last = list.data?.rows
    .filter(({ name, type }: MetricSummary) => name === result.name && (!result.type || type === result.type))
    .reduce((latest, metric) => Math.max(latest, metric.lastSeenUnixSeconds), 0)
  const hour = 3_600_000
  return (
    <li>
      {result.id}: {resultTitle(result)} has no points here that match.
      {onUnfilter && (
        <Button variant="link" className="ml-1.5 text-xs" onClick={onUnfilter}>
          Remove its filter
        </Button>
      )}
      {last !== undefined && last > 0 && !(onUnfilter && last >= firstTime) && (
        <>
          {' '}
          The metric has points until {momentLabel(last)}.
          <Button
            variant="link"
            className="ml-1.5 text-xs"
            onClick={() => setRange(absoluteRange(last * 1000 - hour, last * 1000 + hour / 60))}
          >
            Show that hour
          </Button>
        </>
      )}
      {last === 0 && ' No such metric was sent in the last 30 days.'}
    </li>
  )
}
