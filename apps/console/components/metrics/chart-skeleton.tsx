import { Skeleton } from '@/components/ui/skeleton.tsx'

const lines = [20, 40, 60, 80]

/** In the place of the chart and its legend while the series are read. */
export function ChartSkeleton() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <span className="sr-only">Loading the series</span>
      <div className="relative mx-4 mt-2 h-72 border-border border-b border-l 2xl:h-96">
        {lines.map((line) => (
          <span key={line} className="absolute inset-x-0 h-px bg-border/60" style={{ top: `${line}%` }} />
        ))}
      </div>
      <div className="mt-8 flex flex-col gap-3 px-4">
        {lines.map((line) => (
          <Skeleton key={line} style={{ width: `${30 + line / 4}%` }} />
        ))}
      </div>
    </div>
  )
}
