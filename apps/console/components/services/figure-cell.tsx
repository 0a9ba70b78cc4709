'use client'

import type { RedChange, TimeRange } from '@hanzo/schema/api'
import Link from 'next/link'
import { FigureChange } from '@/components/red/figure-change.tsx'
import { figureOf, formatFigure, type RedFigure } from '@/components/red/red-figures.ts'
import { figureSearch } from '@/components/red/red-search.ts'
import { useProject } from '@/components/shell/project-context.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { classNames } from '@/lib/class-names.ts'
import { explorerHref } from '@/lib/explorer-href.ts'

interface FigureCellProps {
  figure: RedFigure
  red: RedChange
  seconds: number
  /** Finds the spans that were counted. */
  search: string
}

/** A figure in a table, its change, and the way to the spans behind it. */
export function FigureCell({ figure, red, seconds, search }: FigureCellProps) {
  const { projectId } = useProject()
  const [range] = useTimeRange()
  const current = figureOf(red.current, figure, seconds)
  return (
    <span className="flex min-w-0 items-baseline justify-end gap-1.5">
      <FigureChange figure={figure} red={red} seconds={seconds} className="truncate" />
      <SpansLink
        href={spansHref(projectId, range, figureSearch(search, figure, red.current))}
        className={classNames('shrink-0', figure === 'errors' && (current ?? 0) > 0 && 'text-status-error')}
      >
        {formatFigure(figure, current)}
      </SpansLink>
    </span>
  )
}

const spansHref = (projectId: string, range: TimeRange, search: string) => explorerHref(projectId, range, search)

interface SpansLinkProps {
  href: string
  className?: string
  children: string
}

/** Inside a row that opens something else: the click is the link's alone. */
function SpansLink({ href, className, children }: SpansLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      title="Show these spans"
      onClick={(event) => event.stopPropagation()}
      className={classNames('rounded-sm tabular-nums underline-offset-2 hover:underline', className)}
    >
      {children}
    </Link>
  )
}
