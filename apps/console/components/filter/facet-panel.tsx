'use client'

import type { ReactNode } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { FacetGroup, type FacetGroupProps } from './facet-group.tsx'

interface FacetPanelProps {
  groups: readonly Omit<FacetGroupProps, 'isStale'>[]
  /** Counts are of the newest so many records; of all that match when absent. */
  newest: number | undefined
  isLoading: boolean
  isStale: boolean
  error: unknown
  onRetry: () => void
  /** Something is open beside the list: on all but wide screens the room is the list's. */
  yields?: boolean
  /** Below the groups: filters that are no lists of values. */
  children?: ReactNode
}

const skeletonWidths = [70, 55, 82, 48]

/** The values to filter by at the left of a list, with how many records have them. */
export function FacetPanel({ groups, isStale, onRetry, children, ...props }: FacetPanelProps) {
  // The answer may be there before the page is: the server's markup has none yet.
  const hydrated = useHydrated()
  const isLoading = props.isLoading || !hydrated
  const error = hydrated ? props.error : null
  return (
    <aside
      aria-label="Filters"
      className={classNames(
        'w-56 shrink-0 overflow-y-auto overscroll-contain border-r border-border bg-surface px-2 py-2 max-lg:hidden',
        props.yields && 'max-2xl:hidden',
      )}
    >
      {error ? (
        <ErrorState className="px-2 py-6" title="The filters could not be counted" error={error} onRetry={onRetry} />
      ) : isLoading ? (
        groups.map((group) => (
          <div key={group.field} className="mb-4 px-2">
            <p className="mb-2 text-xs font-medium text-subtle">{group.label}</p>
            {skeletonWidths.map((width) => (
              <Skeleton key={width} className="my-3" style={{ width: `${width}%` }} />
            ))}
          </div>
        ))
      ) : (
        <>
          {props.newest !== undefined && (
            <p className="px-2 pb-2 text-subtle text-xs">Counts are of the newest {formatCompact(props.newest)}</p>
          )}
          {groups.map((group) => (
            <FacetGroup key={group.field} {...group} isStale={isStale} />
          ))}
        </>
      )}
      {children}
    </aside>
  )
}
