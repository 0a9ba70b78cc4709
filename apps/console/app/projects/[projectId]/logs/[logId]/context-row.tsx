'use client'

import type { LogSummary } from '@hanzo/schema/api'
import type { RefObject } from 'react'
import { RecordTime } from '@/components/record/record-time.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { SeverityLabel } from '@/components/record/severity-label.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { logLine } from '@/lib/log-line.ts'

interface ContextRowProps {
  log: LogSummary
  /** The record that the others surround. */
  isMarked: boolean
  /** All of it is beside the list. */
  isShown: boolean
  markedRef: RefObject<HTMLLIElement | null>
  /** From the marked record; before it less than 0. */
  millisecondsAway: number
  onShow: (logId: string) => void
}

/** A log record in its context; a click shows all of it. */
export function ContextRow({ log, isMarked, isShown, markedRef, millisecondsAway, onShow }: ContextRowProps) {
  const { text, extra } = logLine(log)
  const away = BigInt(Math.abs(millisecondsAway)) * 1_000_000n
  return (
    <li id={`log-${log.logId}`} ref={isMarked ? markedRef : undefined} aria-current={isMarked ? 'true' : undefined}>
      <button
        type="button"
        aria-pressed={isShown}
        onClick={() => onShow(log.logId)}
        className={classNames(
          'grid h-7 w-full grid-cols-[160px_76px_70px_130px_minmax(0,1fr)] items-center gap-2 border-b border-border/60 px-4 text-left hover:bg-hover',
          isMarked && 'bg-selected hover:bg-selected',
          isShown && 'shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        <RecordTime unixNano={log.timeUnixNano} />
        <span className="text-right text-xs text-subtle">
          {isMarked ? 'this log' : `${millisecondsAway < 0 ? '−' : '+'}${formatDuration(away)}`}
        </span>
        <SeverityLabel severityNumber={log.severityNumber} severityText={log.severityText} />
        <ServiceName name={log.serviceName} />
        <span className="truncate font-mono text-sm" title={text}>
          {text || <span className="text-subtle">no body</span>}
          {extra && <span className="pl-3 text-subtle">{extra}</span>}
        </span>
      </button>
    </li>
  )
}
