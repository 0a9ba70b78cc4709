import { Skeleton } from '@/components/ui/skeleton.tsx'

const rows = Array.from({ length: 24 }, (_, index) => index)
/** Widths in percent, so that the rows do not look like a block. */
const widths = [62, 48, 71, 55, 66, 43, 58, 75]

/** Grey rows of the list's own height. */
export function ListSkeleton({ rowHeight = 28 }: { rowHeight?: number }) {
  return (
    <div aria-busy="true" className="overflow-hidden">
      <span className="sr-only">Loading</span>
      {rows.map((row) => (
        <div key={row} style={{ height: rowHeight }} className="flex items-center gap-6 border-b border-border/60 px-4">
          <Skeleton className="w-28 shrink-0" />
          <Skeleton className="w-24 shrink-0" />
          <Skeleton style={{ width: `${widths[row % widths.length]}%` }} />
        </div>
      ))}
    </div>
  )
}
