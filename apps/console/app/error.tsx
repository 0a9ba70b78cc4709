'use client'

import { PageError } from '@/components/state/page-error.tsx'

interface RootErrorProps {
  error: unknown
  retry: () => void
}

export default function RootError({ error, retry }: RootErrorProps) {
  return (
    <main className="flex min-h-dvh flex-col">
      <PageError title="The console could not be shown" error={error} retry={retry} />
    </main>
  )
}
