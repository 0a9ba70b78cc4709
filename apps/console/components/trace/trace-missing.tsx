'use client'

import { HourglassIcon, RotateCwIcon } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'

interface TraceMissingProps {
  traceId: string
  listHref: string
  isFetching: boolean
  onRetry: () => void
}

/** No span of this trace is stored: it may be on its way, or its time may be over. */
export function TraceMissing({ traceId, listHref, isFetching, onRetry }: TraceMissingProps) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1 p-8 text-center">
      <HourglassIcon className="mb-1 size-5 text-subtle" />
      <p className="font-medium">No span of this trace has arrived yet</p>
      <p className="max-w-md text-muted">
        SDKs send in batches, often a few seconds after a span has ended. This page looks again every two seconds. A
        trace older than the project's retention is gone for good.
      </p>
      <p className="mt-1 flex items-center gap-1">
        <code className="font-mono text-sm text-subtle">{traceId}</code>
        <CopyButton text={traceId} what="Trace id" />
      </p>
      <div className="mt-3 flex gap-2">
        <Button onClick={onRetry} disabled={isFetching}>
          <RotateCwIcon className={isFetching ? 'animate-spin' : ''} />
          Look again
        </Button>
        <Button variant="ghost" asChild>
          <Link href={listHref}>All traces</Link>
        </Button>
      </div>
    </div>
  )
}
