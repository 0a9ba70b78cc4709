import { classNames } from '@/lib/class-names.ts'
import type { LimitRow } from './limit-rows.ts'

const nearlyUsed = 0.8

/** A limit beside what is used of it. */
export function LimitMeter({ row }: { row: LimitRow }) {
  const share = row.limit === null ? 0 : Math.min(1, row.used / row.limit)
  const color = share >= 1 ? 'bg-status-error' : share >= nearlyUsed ? 'bg-severity-warn' : 'bg-accent'
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
      <dt className="w-40 shrink-0 text-muted">{row.title}</dt>
      <dd className="w-20 shrink-0 text-right tabular-nums">{row.format(row.used)}</dd>
      <dd className="flex min-w-0 flex-1 items-center gap-3 text-muted">
        {row.limit === null ? (
          'no limit'
        ) : (
          <>
            <span aria-hidden="true" className="h-1.5 w-32 shrink-0 overflow-hidden rounded-full bg-hover">
              <span
                className={classNames('block h-full rounded-full', color)}
                style={{ width: `${Math.max(share * 100, share > 0 ? 2 : 0)}%` }}
              />
            </span>
            <span className="truncate tabular-nums">
              of {row.format(row.limit)}
              {row.isCeiling && <span className="text-subtle"> · set for the platform</span>}
            </span>
          </>
        )}
      </dd>
    </div>
  )
}
