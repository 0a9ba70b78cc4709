import { type LogSummary, severityOf } from '@hanzo/schema/api'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatExactTime } from '@/lib/format-time.ts'
import { severityColor } from '@/lib/severity.ts'
import { AttributeList } from './attribute-list.tsx'
import { indented } from './chat-message.ts'
import { LongText } from './long-text.tsx'

interface TraceLogRowProps {
  log: LogSummary
  traceStart: bigint
  spanName: string | undefined
  isOpen: boolean
  onToggle: () => void
  onOpenSpan: (spanId: string) => void
}

/** A log record on the clock of its trace. A click shows all of it. */
export function TraceLogRow({ log, traceStart, spanName, isOpen, onToggle, onOpenSpan }: TraceLogRowProps) {
  const severity = severityOf(log.severityNumber)
  const offset = BigInt(log.timeUnixNano) - traceStart
  return (
    <div className={classNames('border-border/60 border-b', isOpen && 'bg-surface')}>
      <div className="flex h-[25px] items-center gap-3 pr-4 hover:bg-hover">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex h-full min-w-0 flex-1 items-center gap-3 pl-4 text-left"
        >
          <span className="w-18 shrink-0 text-right text-subtle text-sm" title={formatExactTime(log.timeUnixNano)}>
            {offset < 0n ? '' : '+'}
            {formatDuration(offset)}
          </span>
          <span className="w-10 shrink-0 font-medium text-xs uppercase" style={{ color: severityColor[severity] }}>
            {log.severityText || severity}
          </span>
          <span className="truncate font-mono text-sm">{log.body || log.eventName}</span>
        </button>
        {spanName && (
          <button
            type="button"
            title="Open the span"
            onClick={() => onOpenSpan(log.spanId)}
            className="max-w-64 shrink-0 truncate text-sm text-subtle hover:text-accent hover:underline"
          >
            {spanName}
          </button>
        )}
      </div>
      {isOpen && (
        <div className="px-4 pb-3 pl-[104px]">
          <LongText text={log.bodyIsJson ? indented(log.body) : log.body} mono />
          <AttributeList attributes={log.attributes} />
        </div>
      )}
    </div>
  )
}
