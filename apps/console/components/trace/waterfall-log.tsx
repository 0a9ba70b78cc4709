import { severityOf } from '@hanzo/schema/api'
import { formatDuration } from '@/lib/format-duration.ts'
import { severityColor } from '@/lib/severity.ts'
import type { PlacedLog } from './model/log-rows.ts'
import type { TimeAxis } from './model/time-axis.ts'
import { barExtent, type TimeWindow } from './time-ticks.ts'
import { rowHeight } from './waterfall-row.tsx'

interface WaterfallLogProps {
  placed: PlacedLog
  top: number
  /** Of the span it was written in. */
  depth: number
  indentStep: number
  axis: TimeAxis
  window: TimeWindow
  onOpen: (owner: number) => void
}

const mostIndent = 240

/** A log record between the spans, at the moment it was written. A click opens the logs of its span. */
export function WaterfallLog({ placed, top, depth, indentStep, axis, window, onOpen }: WaterfallLogProps) {
  const { log, offset, owner } = placed
  const severity = severityOf(log.severityNumber)
  const extent = barExtent({ start: axis.positionOf(offset), duration: 0 }, window)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the logs of a span are a tab of its panel, which the keys reach
    <div
      role="treeitem"
      aria-level={depth + 2}
      aria-selected={false}
      tabIndex={-1}
      data-log={log.logId}
      onClick={() => onOpen(owner)}
      className="absolute inset-x-0 flex cursor-pointer items-stretch bg-surface/60 contain-strict hover:bg-hover"
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <div
        className="flex shrink-0 items-center gap-1.5 overflow-hidden pr-2 text-sm"
        style={{ width: 'var(--name-width)', paddingLeft: 28 + Math.min((depth + 1) * indentStep, mostIndent) }}
      >
        <span className="shrink-0 font-medium text-2xs uppercase" style={{ color: severityColor[severity] }}>
          {log.severityText || severity}
        </span>
        <span className="truncate font-mono text-muted text-xs">{log.body || log.eventName}</span>
      </div>
      <div className="min-w-0 flex-1 overflow-hidden">
        <div className="relative h-full" style={{ marginRight: 'var(--label-room)' }}>
          {extent && (
            <span
              title={`+${formatDuration(offset)}`}
              className="absolute top-1 h-[18px] w-0.5 -translate-x-1/2 rounded-full"
              style={{ left: `${extent.left}%`, background: severityColor[severity] }}
            />
          )}
        </div>
      </div>
    </div>
  )
}
