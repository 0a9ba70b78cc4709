import { ListSkeleton } from '@/components/state/list-skeleton.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'

const tiles = ['accepted', 'rejected', 'refused', 'lag', 'spool', 'dead-letters']

export default function Loading() {
  return (
    <>
      <div className="flex h-11 shrink-0 items-center border-b border-border px-4">
        <Skeleton className="w-32" />
        <Skeleton className="ml-auto h-7 w-64 rounded-md" />
      </div>
      <div className="grid shrink-0 grid-cols-3 border-b border-border lg:grid-cols-6">
        {tiles.map((tile) => (
          <div key={tile} className="h-[85px] px-4 py-3">
            <Skeleton className="w-16" />
            <Skeleton className="mt-2 h-5 w-20" />
          </div>
        ))}
      </div>
      <div className="h-[125px] shrink-0 border-b border-border" />
      <div className="h-11 shrink-0 border-b border-border" />
      <ListSkeleton />
    </>
  )
}
