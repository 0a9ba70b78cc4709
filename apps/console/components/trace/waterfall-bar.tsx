import { CircleAlertIcon } from 'lucide-react'
import { RunningDot } from '@/components/record/open-state-badge.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatDuration, formatElapsed } from '@/lib/format-duration.ts'
import { formatCompact, formatQuantity } from '@/lib/format-number.ts'
import type { PathSegment } from './model/critical-path.ts'
import { eventCountAt, eventsAt, statusMessageAt, usageAt } from './model/sparse.ts'
import type { TimeAxis } from './model/time-axis.ts'
import type { TraceNode, TraceTree } from './model/trace-tree.ts'
import { barExtent, type TimeWindow } from './time-ticks.ts'

interface WaterfallBarProps {
  tree: TraceTree
  node: TraceNode
  axis: TimeAxis
  window: TimeWindow
  path: readonly PathSegment[] | undefined
  color: string
  isFolded: boolean
}

const barLooks = {
  missing: 'border border-border-strong border-dashed',
  ended: 'bg-current',
  running: 'running-bar',
  no_end: 'border border-current border-dashed bg-[color-mix(in_srgb,currentColor_25%,transparent)]',
} as const

function barLook({ operation, state }: TraceNode): keyof typeof barLooks {
  return operation === null ? 'missing' : (state ?? 'ended')
}

function extentOf(axis: TimeAxis, window: TimeWindow, from: number, to: number) {
  const start = axis.positionOf(from)
  return barExtent({ start, duration: axis.positionOf(to) - start }, window)
}

/** A stretch of the critical path, below the bar it belongs to. */
function PathMark({ extent }: { extent: { left: number; width: number } | null }) {
  if (!extent) return null
  return (
    <span
      aria-hidden="true"
      data-critical=""
      className="absolute top-5 h-[3px] min-w-px rounded-full bg-foreground"
      style={{ left: `${extent.left}%`, width: `${extent.width}%` }}
    />
  )
}

/** What a span recorded on its way, at the moment it did. */
function EventMarks({ tree, node, axis, window }: Pick<WaterfallBarProps, 'tree' | 'node' | 'axis' | 'window'>) {
  return eventsAt(tree, node.index).map(({ name, offset }, number) => {
    const extent = extentOf(axis, window, offset, offset)
    return (
      extent && (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and their order never changes
          key={number}
          data-event={name}
          title={`${name || 'event'} at +${formatDuration(offset)}`}
          className={classNames(
            'absolute top-2 size-2.5 -translate-x-1/2 rotate-45 rounded-[1px] border border-background',
            name === 'exception' ? 'bg-status-error' : 'bg-foreground',
          )}
          style={{ left: `${extent.left}%` }}
        />
      )
    )
  })
}

/** The time of a span on the axis of the trace, with its duration after it, and its tokens where there is room up to the edge. */
export function WaterfallBar({ tree, node, axis, window, path, color, isFolded }: WaterfallBarProps) {
  const extent = extentOf(axis, window, node.start, node.start + node.duration)
  if (!extent) return <OutsideMark after={axis.positionOf(node.start) > window.end} />
  const { left, width } = extent
  const hasError = node.isError || (isFolded && node.errorCount > 0)
  const { state } = node
  return (
    <>
      <span
        className={classNames('absolute top-[7px] h-3 min-w-0.5 rounded-[2px]', barLooks[barLook(node)])}
        style={{ left: `${left}%`, width: `${width}%`, color }}
        title={barHint(tree, node)}
      />
      {path?.map(({ start, end }) => (
        <PathMark key={start} extent={extentOf(axis, window, start, end)} />
      ))}
      <EventMarks tree={tree} node={node} axis={axis} window={window} />
      {node.operation && (
        <span
          className="@container/label pointer-events-none absolute top-[5px] -right-[var(--label-room)] flex h-4 items-center gap-1 text-xs whitespace-nowrap text-muted"
          style={{ left: `calc(${left + width}% + 6px)` }}
        >
          {hasError && <CircleAlertIcon aria-label="error" className="size-3 text-status-error" />}
          {state === undefined && formatDuration(node.duration)}
          {state === 'running' && <RunningLabel nanoseconds={node.duration} />}
          {state === 'no_end' && (
            <span className="text-subtle">
              no end<span className="@max-[120px]/label:sr-only"> received</span>
            </span>
          )}
          <Tokens tree={tree} index={node.index} />
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
      <span className="@max-[120px]/label:sr-only">running</span>
    </span>
  )
}

function Tokens({ tree, index }: { tree: TraceTree; index: number }) {
  const { input, output, cost } = usageAt(tree, index) ?? { input: 0, output: 0, cost: 0 }
  if (input + output === 0) return null
  return (
    <span className="@max-[200px]/label:hidden text-subtle">
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
  if (node.state === 'running') return `has been running for ${formatElapsed(node.duration)}`
  if (node.state === 'no_end') return 'no end received in the time it had'
  return `takes ${formatDuration(node.duration)}, ${formatDuration(node.self)} of it itself`
}

function barHint(tree: TraceTree, node: TraceNode): string {
  const { operation } = node
  const events = eventCountAt(tree, node.index)
  const message = statusMessageAt(tree, node.index)
  if (!operation) return 'This parent was named by its children but has not arrived'
  return [
    `${operation.serviceName} · ${operation.name}`,
    `starts after ${formatDuration(node.start)}`,
    lastingHint(node),
    ...(events > 0 ? [formatQuantity(events, 'event')] : []),
    ...(message ? [message] : []),
  ].join('\n')
}
