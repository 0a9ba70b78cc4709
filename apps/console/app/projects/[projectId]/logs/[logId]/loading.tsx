import { ListPageSkeleton } from '@/components/state/list-page-skeleton.tsx'

export default function Loading() {
  return <ListPageSkeleton />
}
