'use client'

import { ErrorState } from '@/components/state/error-state.tsx'

export default function TraceError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState className="flex-1" title="The trace page failed" error={error} onRetry={reset} />
}
