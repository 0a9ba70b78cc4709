import { TraceSkeleton } from '@/components/trace/trace-skeleton.tsx'

export default function Loading() {
  return (
    <>
      <div className="h-11 shrink-0 border-border border-b" />
      <TraceSkeleton />
    </>
  )
}
