'use client'

import type { TimeRange } from '@hanzo/schema/api'
import { SearchXIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { describeRange, widenRange } from '@/lib/time-range.ts'

interface NothingMatchesProps {
  /** What was looked for, in the plural: `traces`. */
  what: string
  /** Null when no filter is set. */
  onClearFilters: (() => void) | null
  className?: string
}

/** An empty result, with the two ways out: fewer filters, more time. */
export function NothingMatches({ what, onClearFilters, className }: NothingMatchesProps) {
  const [range, setRange] = useTimeRange()
  const now = Date.now()
  const wider: TimeRange | null = widenRange(range, now)
  return (
    <div className={className}>
      <div className="flex h-full flex-col items-center justify-center gap-1 p-8 text-center">
        <SearchXIcon className="mb-1 size-5 text-subtle" />
        <p className="font-medium">
          {onClearFilters ? `No ${what} match these filters` : `No ${what} in this time range`}
        </p>
        <p className="text-muted">{describeRange(range, now)}</p>
        <div className="mt-3 flex gap-2">
          {onClearFilters && <Button onClick={onClearFilters}>Clear filters</Button>}
          {wider && <Button onClick={() => setRange(wider)}>Search {describeRange(wider, now).toLowerCase()}</Button>}
        </div>
      </div>
    </div>
  )
}
