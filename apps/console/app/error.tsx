'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'

interface RootErrorProps {
  error: unknown
  retry: () => void
}

export default function RootError({ error, retry }: RootErrorProps) {
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh()
      retry()
    })
  return (
    <main className="flex min-h-dvh flex-col">
      <ErrorState className="flex-1" title="The console could not be shown" error={error} onRetry={again} />
    </main>
  )
}
