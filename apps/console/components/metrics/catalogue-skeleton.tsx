import { Skeleton } from '@/components/ui/skeleton.tsx'

const widths = [62, 78, 55, 70, 48, 66, 80, 58, 73, 51, 64, 69]

/** In the place of the metrics while they are read. */
export function CatalogueSkeleton() {
  return (
    <div aria-busy="true" className="overflow-hidden">
      <span className="sr-only">Loading the metrics</span>
      {widths.map((width) => (
        <div key={width} className="flex h-12 flex-col justify-center gap-2 border-border/60 border-b px-3">
          <Skeleton style={{ width: `${width}%` }} />
          <Skeleton className="h-2 w-2/5" />
        </div>
      ))}
    </div>
  )
}
