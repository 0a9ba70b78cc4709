import { CircleAlertIcon } from 'lucide-react'
import { RunningDot } from '@/components/record/open-state-badge.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatDuration, formatElapsed } from '@/lib/format-duration.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { barExtent, type TimeWindow } from './time-ticks.ts'
import type { TraceNode } from './trace-tree.ts'

interface WaterfallBarProps {
  node: TraceNode
  window: TimeWindow
  color: string
  collapsed: boolean
}

const barLooks = {
  missing: 'border border-border-strong border-dashed',
  ended: 'bg-current',
  running: 'running-bar',
  no_end: 'border border-current border-dashed bg-[color-mix(in_srgb,currentColor_25%,transparent)]',
} as const

function barLook({ span }: TraceNode): keyof typeof barLooks {
  return span === null ? 'missing' : (span.state ?? 'ended')
}

/** The time of a span on the axis of the trace, with its duration after it. */
export function WaterfallBar({ node, window, color, collapsed }: WaterfallBarProps) {
  const extent = barExtent(node, window)
  if (!extent) return <OutsideMark after={node.start > window.end} />
  const { left, width } = extent
  const hasError = node.span?.status === 'error' || (collapsed && node.errorCount > 0)
  const state = node.span?.state
  return (
    <>
      <span
        className={classNames('absolute top-[7px] h-3 min-w-0.5 rounded-[2px]', barLooks[barLook(node)])}
        style={{ left: `${left}%`, width: `${width}%`, color }}
        title={barHint(node)}
      />
      {node.span && (
        <span
          className="pointer-events-none absolute top-[5px] flex h-4 items-center gap-1 text-xs whitespace-nowrap text-muted"
          style={{ left: `calc(${left + width}% + 6px)` }}
        >
          {hasError && <CircleAlertIcon aria-label="error" className="size-3 text-status-error" />}
          {state === undefined && formatDuration(node.duration)}
          {state === 'running' && <RunningLabel nanoseconds={node.duration} />}
          {state === 'no_end' && (
            <span className="text-subtle">
              no end<span className="@max-[420px]:sr-only"> received</span>
            </span>
          )}
          <Tokens node={node} />
        </span>
      )}
    </>
  )
}

function RunningLabel({ nanoseconds }: { nanoseconds: number }) {
  return (
    <span className="inline-flex items-center gap-1 text-accent">
      <RunningDot />
      {formatElapsed(nanoseconds)}
      <span className="@max-[420px]:sr-only">running</span>
    </span>
  )
}

function Tokens({ node }: { node: TraceNode }) {
  const input = node.span?.genAiInputTokens ?? 0
  const output = node.span?.genAiOutputTokens ?? 0
  const cost = node.span?.genAi?.cost ?? 0
  if (input + output === 0) return null
  return (
    <span className="@max-[420px]:hidden text-subtle">
      · {formatCompact(input)} → {formatCompact(output)} tok{cost > 0 && ` · ${formatCost(cost)}`}
    </span>
  )
}

function OutsideMark({ after }: { after: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('absolute top-[3px] text-xs text-border-strong', after ? 'right-1' : 'left-1')}
    >
      {after ? '›' : '‹'}
    </span>
  )
}

function lastingHint(node: TraceNode): string {
  if (node.span?.state === 'running') return `has been running for ${formatElapsed(node.duration)}`
  if (node.span?.state === 'no_end') return 'no end received in the time it had'
  return `takes ${formatDuration(node.duration)}, ${formatDuration(node.self)} of it itself`
}

function barHint(node: TraceNode): string {
  if (!node.span) return 'This parent was named by its children but has not arrived'
  return [
    `${node.span.serviceName} · ${node.span.name}`,
    `starts after ${formatDuration(node.start)}`,
    lastingHint(node),
    ...(node.span.eventCount > 0 ? [`${node.span.eventCount} events`] : []),
    ...(node.span.statusMessage ? [node.span.statusMessage] : []),
  ].join('\n')
}
