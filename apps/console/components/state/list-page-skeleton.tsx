import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ListSkeleton } from './list-skeleton.tsx'

const facetWidths = [70, 55, 82, 48, 64, 76]

/** A list page before anything of it is known: the lines of its layout. */
export function ListPageSkeleton() {
  return (
    <>
      <div className="flex h-11 shrink-0 items-center border-b border-border px-4">
        <Skeleton className="w-32" />
        <Skeleton className="ml-auto h-7 w-64 rounded-md" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-56 shrink-0 border-r border-border bg-surface p-4 max-lg:hidden">
          {facetWidths.map((width) => (
            <Skeleton key={width} className="mb-3" style={{ width: `${width}%` }} />
          ))}
        </div>
        <div className="flex min-w-0 flex-1 flex-col overflow-hidden">
          <div className="h-[45px] shrink-0 border-b border-border px-4 py-2">
            <Skeleton className="h-7 w-full rounded-md" />
          </div>
          <div className="h-[125px] shrink-0 border-b border-border px-4 pt-2">
            <Skeleton className="mt-1.5 w-48" />
          </div>
          <ListSkeleton />
        </div>
      </div>
    </>
  )
}
