import { Skeleton } from '@/components/ui/skeleton.tsx'

/** Depth, start and width in percent: the shape of a trace, so that nothing jumps when the spans come. */
const rows = [
  [0, 0, 96],
  [1, 2, 30],
  [2, 4, 22],
  [2, 27, 5],
  [1, 33, 58],
  [2, 34, 20],
  [3, 36, 12],
  [3, 49, 4],
  [2, 55, 34],
  [3, 57, 9],
  [3, 67, 20],
  [4, 70, 12],
  [1, 92, 4],
] as const

/** In the place of the waterfall while the spans are read. */
export function TraceSkeleton() {
  return (
    <div aria-busy="true" className="min-h-0 flex-1 overflow-hidden">
      <span className="sr-only">Loading the trace</span>
      <div className="flex h-9 items-center gap-6 border-border border-b bg-surface px-4">
        <Skeleton className="w-20" />
        <Skeleton className="w-52" />
        <Skeleton className="w-16" />
        <Skeleton className="w-40" />
      </div>
      <div className="h-9 border-border border-b" />
      <div className="h-10 border-border border-b" />
      <div className="h-[61px] border-border border-b" />
      {rows.map(([depth, start, width]) => (
        <div key={start} className="flex h-[26px] items-center">
          <div className="w-[380px] shrink-0 pr-8" style={{ paddingLeft: 28 + depth * 14 }}>
            <Skeleton style={{ width: `${90 - depth * 8 - (start % 17)}%` }} />
          </div>
          <div className="relative flex-1">
            <Skeleton className="relative" style={{ marginLeft: `${start}%`, width: `${width}%` }} />
          </div>
        </div>
      ))}
    </div>
  )
}
