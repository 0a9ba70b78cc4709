'use client'

import type { IngestStatus } from '@hanzo/schema/api'
import { CircleAlertIcon, KeyRoundIcon, type LucideIcon } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { spoolShareHigh } from '@/components/ingest/ingest-concern.ts'
import { useTick } from '@/hooks/use-tick.ts'
import { formatElapsed } from '@/lib/format-duration.ts'
import { formatCount, formatQuantity } from '@/lib/format-number.ts'

const clientsShown = 4

/** What is wrong right now, in sentences: where writing stands still, and who knocks without a valid key. */
export function IngestNotices({ status }: { status: IngestStatus | undefined }) {
  const now = useTick(status?.writerFailure !== null && status !== undefined)
  if (!status) return null
  const { writerFailure, spool, unidentified } = status
  const requests = unidentified.reduce((sum, { requestCount }) => sum + requestCount, 0)
  return (
    <>
      {writerFailure && (
        <Notice icon={CircleAlertIcon} title="ClickHouse takes no rows">
          <code className="font-mono text-sm">{writerFailure.code}</code> for{' '}
          {formatElapsed(Math.max(0, now - writerFailure.sinceUnixMs) * 1e6)},{' '}
          {formatQuantity(writerFailure.attempts, 'attempt')} with table {writerFailure.table}. Nothing is lost: rows
          wait in the spool, and are written when it answers.
        </Notice>
      )}
      {spool.bytes >= spool.bytesMax * spoolShareHigh && (
        <Notice
          icon={CircleAlertIcon}
          title={spool.bytes >= spool.bytesMax ? 'The spool is full' : 'The spool is nearly full'}
        >
          At its limit senders are answered 503 and send again. Bring ClickHouse back, or raise SPOOL_BYTES_MAX.
        </Notice>
      )}
      {unidentified.length > 0 && (
        <Notice
          icon={KeyRoundIcon}
          title={`${formatQuantity(requests, 'request')} of the last ${status.recent.minutes} minutes belonged to no project`}
        >
          {unidentified.slice(0, clientsShown).map(({ statusCode, code, reason, client, requestCount }, index) => (
            <Fragment key={`${statusCode} ${code} ${client}`}>
              {index > 0 && ' · '}
              <span title={reason}>
                {formatCount(requestCount)} × {statusCode} <code className="font-mono text-sm">{code}</code>
                {client && ` from ${client}`}
              </span>
            </Fragment>
          ))}
          {unidentified.length > clientsShown && ` · ${unidentified.length - clientsShown} more kinds`}
        </Notice>
      )}
    </>
  )
}

function Notice({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <div role="status" className="flex shrink-0 items-start gap-2.5 border-b border-border bg-surface px-4 py-2">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-status-error" />
      <p className="min-w-0 break-words">
        <span className="font-medium">{title}.</span> <span className="text-muted">{children}</span>
      </p>
    </div>
  )
}
