import { CatalogueSkeleton } from '@/components/metrics/catalogue-skeleton.tsx'
import { ChartSkeleton } from '@/components/metrics/chart-skeleton.tsx'

export default function Loading() {
  return (
    <>
      <div className="h-11 shrink-0 border-border border-b" />
      <div className="flex min-h-0 flex-1">
        <div className="flex w-80 shrink-0 flex-col border-border border-r 2xl:w-96">
          <div className="h-11 shrink-0 border-border border-b" />
          <CatalogueSkeleton />
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          <ChartSkeleton />
        </div>
      </div>
    </>
  )
}
