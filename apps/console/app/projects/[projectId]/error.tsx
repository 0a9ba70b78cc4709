'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'

interface ProjectErrorProps {
  error: unknown
  retry: () => void
}

export default function ProjectError({ error, retry }: ProjectErrorProps) {
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh()
      retry()
    })
  return <ErrorState className="flex-1" title="This page could not be shown" error={error} onRetry={again} />
}
