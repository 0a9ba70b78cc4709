'use client'

import { CircleCheckIcon, InboxIcon } from 'lucide-react'
import Link from 'next/link'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { describeRange, widenRange } from '@/lib/time-range.ts'

interface AllStoredProps {
  /** In the time range of the page; absent while it is not known. */
  acceptedRecords: number | undefined
  /** Null when no filter is set. */
  onClearFilter: (() => void) | null
}

/** In the place of the list when nothing is wrong, which is not the same as when nothing was sent. */
export function AllStored({ acceptedRecords, onClearFilter }: AllStoredProps) {
  const [range, setRange] = useTimeRange()
  const { projectId } = useProject()
  const now = Date.now()
  const wider = widenRange(range, now)
  const isSilent = acceptedRecords === 0 && !onClearFilter
  const Icon = isSilent ? InboxIcon : CircleCheckIcon
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
      <Icon className={isSilent ? 'mb-1 size-5 text-subtle' : 'mb-1 size-5 text-status-ok'} />
      <p className="font-medium">{title({ isSilent, isFiltered: onClearFilter !== null })}</p>
      <p className="text-muted">
        {describeRange(range, now)}
        {!isSilent && acceptedRecords !== undefined && acceptedRecords > 0 && (
          <> · {formatQuantity(acceptedRecords, 'record')} accepted</>
        )}
      </p>
      <div className="mt-3 flex gap-2">
        {onClearFilter && <Button onClick={onClearFilter}>Show every outcome</Button>}
        {isSilent && (
          <Button asChild>
            <Link href={`/projects/${encodeURIComponent(projectId)}/traces`} prefetch={false}>
              How to send the first traces
            </Link>
          </Button>
        )}
        {wider && <Button onClick={() => setRange(wider)}>Look at {describeRange(wider, now).toLowerCase()}</Button>}
      </div>
    </div>
  )
}

function title({ isSilent, isFiltered }: { isSilent: boolean; isFiltered: boolean }): string {
  if (isSilent) return 'Nothing was sent in this time range'
  return isFiltered ? 'Nothing with this outcome' : 'Everything that arrived was stored'
}
