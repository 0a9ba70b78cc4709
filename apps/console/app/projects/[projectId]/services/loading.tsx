import { PageHeader } from '@/components/shell/page-header.tsx'
import { ListSkeleton } from '@/components/state/list-skeleton.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader title="Services" />
      <ListSkeleton />
    </>
  )
}
