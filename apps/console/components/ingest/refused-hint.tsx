'use client'

import { useQuery } from '@tanstack/react-query'
import { TriangleAlertIcon } from 'lucide-react'
import Link from 'next/link'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { ingestStatusQuery } from './ingest-status-query.ts'

const everyMilliseconds = 5_000

/** Where somebody waits for the first record: requests do arrive, and are refused before it is known whose they are. */
export function RefusedHint({ projectId }: { projectId: string }) {
  const { data } = useQuery({ ...ingestStatusQuery(browserTarget, projectId), refetchInterval: everyMilliseconds })
  const hydrated = useHydrated()
  const [latest] = data?.unidentified ?? []
  if (!hydrated || !data || !latest) return null
  const requests = data.unidentified.reduce((sum, { requestCount }) => sum + requestCount, 0)
  return (
    <p
      role="status"
      className="mt-6 flex items-start gap-2 rounded-md bg-status-error-soft px-3 py-2 text-status-error"
    >
      <TriangleAlertIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        {formatQuantity(requests, 'request')} arrived and {requests === 1 ? 'was' : 'were'} refused: {latest.reason} (
        {latest.statusCode}).{' '}
        <Link
          href={`/projects/${encodeURIComponent(projectId)}/ingest`}
          prefetch={false}
          className="underline underline-offset-2"
        >
          Open ingest health
        </Link>
      </span>
    </p>
  )
}
