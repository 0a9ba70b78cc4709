import { ListSkeleton } from '@/components/state/list-skeleton.tsx'

export default function Loading() {
  return (
    <>
      <div className="h-11 shrink-0 border-border border-b" />
      <div className="h-11 shrink-0 border-border border-b" />
      <ListSkeleton />
    </>
  )
}
