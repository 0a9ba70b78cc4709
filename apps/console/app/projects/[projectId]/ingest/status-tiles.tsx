'use client'

import type { IngestStatus } from '@hanzo/schema/api'
import type { ReactNode } from 'react'
import { spoolShareHigh } from '@/components/ingest/ingest-concern.ts'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatBytes, formatCompact, formatCount, formatQuantity } from '@/lib/format-number.ts'
import type { OutcomeTotals } from './outcome-totals.ts'

interface StatusTilesProps {
  /** Of the time range; absent until they are known. */
  totals: OutcomeTotals | undefined
  /** Right now; absent until it is known. */
  status: IngestStatus | undefined
}

/** The figures of the page: what arrived in the time range, and how writing it goes right now. */
export function StatusTiles({ totals, status }: StatusTilesProps) {
  const sent = totals ? totals.accepted + totals.rejected : 0
  const lag = status?.lag
  const spoolShare = status ? status.spool.bytes / status.spool.bytesMax : 0
  return (
    <dl className="grid shrink-0 grid-cols-3 divide-x divide-border border-b border-border lg:grid-cols-6">
      <Tile
        name="Accepted"
        value={totals && formatCompact(totals.accepted)}
        hint={totals && formatCount(totals.accepted)}
        detail={totals && `records, ${perSecond(totals)}`}
      />
      <Tile
        name="Rejected"
        value={totals && formatCompact(totals.rejected)}
        hint={totals && formatCount(totals.rejected)}
        detail={totals && (sent > 0 ? `records, ${percent(totals.rejected / sent)} of all` : 'records')}
        tone={totals && totals.rejected > 0 ? 'bad' : 'plain'}
      />
      <Tile
        name="Refused"
        value={totals && formatCompact(totals.refused)}
        hint={totals && formatCount(totals.refused)}
        detail="whole requests"
        tone={totals && totals.refused > 0 ? 'bad' : 'plain'}
      />
      <Tile
        name="Lag until queryable"
        value={status && milliseconds(lag?.p50Milliseconds)}
        hint="Median of the rows that became queryable in the last 5 minutes"
        detail={status && (lag?.rows ? `p95 ${milliseconds(lag.p95Milliseconds)}` : 'nothing in 5 minutes')}
      />
      <Tile
        name="Spool"
        value={status && formatBytes(status.spool.bytes)}
        hint={status && `${formatCount(status.spool.bytes)} of ${formatCount(status.spool.bytesMax)} bytes`}
        detail={
          status && `of ${formatBytes(status.spool.bytesMax)}, ${formatQuantity(status.spool.segments, 'segment')}`
        }
        tone={spoolShare >= spoolShareHigh ? 'bad' : 'plain'}
      >
        <span aria-hidden="true" className="mt-1 block h-1 overflow-hidden rounded-full bg-hover">
          <span
            className={classNames('block h-full', spoolShare >= spoolShareHigh ? 'bg-status-error' : 'bg-accent')}
            style={{ width: `${Math.min(100, spoolShare * 100)}%` }}
          />
        </span>
      </Tile>
      <Tile
        name="Dead letters"
        value={status && formatCount(status.deadLetters.count)}
        hint="Segments with rows that ClickHouse refused for good"
        detail={
          status && (status.deadLetters.count > 0 ? formatBytes(status.deadLetters.bytes) : 'nothing was refused')
        }
        tone={status && status.deadLetters.count > 0 ? 'bad' : 'plain'}
      />
    </dl>
  )
}

interface TileProps {
  name: string
  value: string | undefined
  detail: string | undefined
  hint: string | undefined
  tone?: 'plain' | 'bad' | undefined
  children?: ReactNode
}

function Tile({ name, value, detail, hint, tone = 'plain', children }: TileProps) {
  return (
    <div className="min-h-[85px] min-w-0 px-4 py-2.5 max-lg:border-b max-lg:border-border">
      <dt className="truncate text-xs text-subtle">{name}</dt>
      {value === undefined ? (
        <dd className="mt-1.5">
          <Skeleton className="h-5 w-16" />
          <Skeleton className="mt-1.5 w-24" />
        </dd>
      ) : (
        <dd title={hint}>
          <span className={classNames('text-xl font-semibold', tone === 'bad' && 'text-status-error')}>{value}</span>
          <span className="block truncate text-sm text-muted">{detail}</span>
          {children}
        </dd>
      )}
    </div>
  )
}

function perSecond({ accepted, seconds }: OutcomeTotals): string {
  const rate = accepted / Math.max(1, seconds)
  return `${rate > 0 && rate < 10 ? rate.toFixed(1) : formatCompact(rate)} a second`
}

function percent(share: number): string {
  if (share === 0) return '0 %'
  return share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`
}

function milliseconds(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatDuration(value * 1e6)
}
