'use client'

import type { LimitState } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { SlidersHorizontalIcon } from 'lucide-react'
import { useState } from 'react'
import { ErrorState } from '@/components/state/error-state.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { formatBytes, formatCount, formatQuantity } from '@/lib/format-number.ts'
import { LimitMeter } from './limit-meter.tsx'
import { limitRows } from './limit-rows.ts'
import { LimitsDialog } from './limits-dialog.tsx'
import { limitsQuery } from './queries.ts'
import { UsageDays } from './usage-days.tsx'
import { UseBars } from './use-bars.tsx'

/** What the project may send, and what it sends. */
export function ProjectLimits({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery(limitsQuery(projectId))
  const [editing, setEditing] = useState(false)
  return (
    <section aria-label="Limits">
      <div className="flex items-end justify-between gap-4">
        <div>
          <h2 className="text-lg font-semibold">Limits</h2>
          <p className="mt-0.5 text-muted">
            What this project may send. Above it, senders hear 429 and when to try again; days are those of UTC.
          </p>
        </div>
        <Button disabled={!data} onClick={() => setEditing(true)}>
          <SlidersHorizontalIcon />
          Set limits
        </Button>
      </div>
      <div className="mt-3 rounded-lg border border-border">
        {data ? (
          <LimitFacts projectId={projectId} state={data} />
        ) : error ? (
          <ErrorState title="The limits could not be read" error={error} onRetry={() => void refetch()} />
        ) : (
          <div aria-busy="true" className="grid gap-4 p-4">
            <Skeleton className="w-1/2" />
            <Skeleton className="w-2/3" />
          </div>
        )}
      </div>
      {editing && data && <LimitsDialog projectId={projectId} state={data} onClose={() => setEditing(false)} />}
    </section>
  )
}

function LimitFacts({ projectId, state }: { projectId: string; state: LimitState }) {
  const { refusedRequests } = state.today
  return (
    <dl className="divide-y divide-border">
      {limitRows(state).map((row) => (
        <LimitMeter key={row.name} row={row} />
      ))}
      <div className="flex min-h-9 items-center gap-4 px-4">
        <dt className="w-40 shrink-0 text-muted">Refused today</dt>
        <dd className={refusedRequests > 0 ? 'text-danger' : 'text-muted'}>
          {refusedRequests > 0 ? formatQuantity(refusedRequests, 'request') : 'nothing'}
        </dd>
      </div>
      <div className="flex items-center gap-4 px-4 py-2">
        <dt className="w-40 shrink-0 text-muted">Last minute</dt>
        <dd className="flex min-w-0 flex-1">
          <UseBars bars={recentBars(state)} label="Records by the second, over the last minute" />
        </dd>
      </div>
      <div className="flex items-center gap-4 px-4 py-2">
        <dt className="w-40 shrink-0 text-muted">Last 30 days</dt>
        <dd className="flex min-w-0 flex-1">
          <UsageDays projectId={projectId} today={state.today.day} />
        </dd>
      </div>
    </dl>
  )
}

function recentBars({ recent }: Pick<LimitState, 'recent'>) {
  return recent.map(({ records, bytes, refusedRequests }, index) => {
    const refused = refusedRequests > 0 ? `, ${formatQuantity(refusedRequests, 'request')} refused` : ''
    const title = `${recent.length - index} s ago: ${formatCount(records)} records, ${formatBytes(bytes)}${refused}`
    return { key: String(index), value: records, title, isRefused: refusedRequests > 0 }
  })
}
