'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ApiError } from '@/lib/api-error.ts'
import { ErrorState } from './error-state.tsx'

interface PageErrorProps {
  title: string
  error: unknown
  retry: () => void
}

const outdated = new ApiError('This page is of the version before: try again to load the new one', {
  code: 'OUTDATED_PAGE',
  status: 0,
})
/** A script of this page is gone: the platform was updated since the page was loaded, and only a new load brings the new ones. */
const isOutdated = (error: unknown) => error instanceof Error && error.name === 'ChunkLoadError'

/** In the place of a page that failed, with a way to try again that asks the server anew. */
export function PageError({ title, error, retry }: PageErrorProps) {
  const router = useRouter()
  if (isOutdated(error)) {
    return (
      <ErrorState
        className="flex-1"
        title="The platform was updated"
        error={outdated}
        onRetry={() => window.location.reload()}
      />
    )
  }
  const again = () =>
    startTransition(() => {
      router.refresh()
      retry()
    })
  return <ErrorState className="flex-1" title={title} error={error} onRetry={again} />
}
