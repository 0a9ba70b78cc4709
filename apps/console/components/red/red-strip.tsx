'use client'

import type { SpanRed, TimeRange } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { ReceiptLine } from '@/components/state/receipt-line.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { classNames } from '@/lib/class-names.ts'
import { explorerHref } from '@/lib/explorer-href.ts'
import { formatCount } from '@/lib/format-number.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { FigureChange } from './figure-change.tsx'
import { figureOf, formatFigure, type RedFigure, redFigures } from './red-figures.ts'
import { spanRedQuery } from './red-queries.ts'
import { figureSearch } from './red-search.ts'

interface RedStripProps {
  projectId: string
  range: TimeRange
  /** A search of spans. */
  query: string
  live?: boolean
  /** At the right: what belongs to the figures. */
  children?: ReactNode
  className?: string
}

const labels: Record<RedFigure, string> = { rate: 'Rate', errors: 'Errors', p50: 'p50', p95: 'p95', p99: 'p99' }

/** Rate, errors and durations of the spans of a search, against the range before; each figure leads to the spans behind it. */
export function RedStrip({ projectId, range, query, live = false, children, className }: RedStripProps) {
  const answer = useQuery({
    ...spanRedQuery(browserTarget, projectId, range, query),
    refetchInterval: ({ state }) =>
      refreshInterval({ live, moving: isMoving(range), empty: state.data?.current.spanCount === 0 }),
  })
  const hydrated = useHydrated()
  const data = hydrated ? answer.data : undefined
  return (
    <section
      aria-label="Rate, errors and durations"
      className={classNames('@container flex h-9 shrink-0 items-center border-b border-border px-4', className)}
    >
      {answer.error && !data ? (
        <ErrorState
          compact
          title="The figures could not be read"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      ) : (
        <dl
          className={classNames(
            'flex min-w-0 items-baseline gap-6 overflow-hidden whitespace-nowrap transition-opacity',
            answer.isPlaceholderData && 'opacity-50',
          )}
        >
          {redFigures.map((figure) => (
            <Figure
              key={figure}
              figure={figure}
              data={data}
              hrefOf={(search) => explorerHref(projectId, range, search)}
              query={query}
            />
          ))}
        </dl>
      )}
      <span className="ml-auto flex shrink-0 items-center gap-3 pl-3">
        <span className="@max-5xl:hidden">
          <ReceiptLine receipt={data?.receipt} />
        </span>
        {children}
      </span>
    </section>
  )
}

interface FigureProps {
  figure: RedFigure
  data: SpanRed | undefined
  query: string
  hrefOf: (search: string) => string
}

function Figure({ figure, data, query, hrefOf }: FigureProps) {
  const current = data ? figureOf(data.current, figure, data.seconds) : null
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-xs text-subtle">{labels[figure]}</dt>
      <dd className="flex items-baseline gap-1.5">
        {data ? (
          <>
            <Link
              href={hrefOf(figureSearch(query, figure, data.current))}
              prefetch={false}
              title={titleOf(figure, data)}
              className={classNames(
                'rounded-sm font-medium tabular-nums underline-offset-2 hover:underline',
                figure === 'errors' && (current ?? 0) > 0 && 'text-status-error',
              )}
            >
              {formatFigure(figure, current)}
            </Link>
            <FigureChange figure={figure} red={data} seconds={data.seconds} />
          </>
        ) : (
          <Skeleton className="h-3.5 w-12" />
        )}
      </dd>
    </div>
  )
}

function titleOf(figure: RedFigure, { current, previous, seconds }: SpanRed): string {
  if (figure === 'rate')
    return `${formatCount(current.spanCount)} spans, ${formatCount(previous.spanCount)} in the range before`
  if (figure === 'errors')
    return `${formatCount(current.errorCount)} spans failed, ${formatCount(previous.errorCount)} in the range before`
  return `${formatFigure(figure, figureOf(previous, figure, seconds))} in the range before. Shows the spans that took at least as long`
}
