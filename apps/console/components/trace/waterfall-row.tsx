import { ChevronDownIcon, ChevronRightIcon } from 'lucide-react'
import { memo } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { spanCategory } from './span-category.ts'
import { SpanIcon } from './span-icon.tsx'
import type { TimeWindow } from './time-ticks.ts'
import type { TraceNode } from './trace-tree.ts'
import { WaterfallBar } from './waterfall-bar.tsx'

export const rowHeight = 26

interface WaterfallRowProps {
  node: TraceNode
  index: number
  top: number
  indentStep: number
  /** The service of the span above it in the tree: named only where it changes. */
  parentService: string | undefined
  color: string
  window: TimeWindow
  collapsed: boolean
  isCursor: boolean
  isFound: boolean
  /** A search is on and this row is not among what it found. */
  isDimmed: boolean
  onOpen: (index: number) => void
  onToggle: (spanId: string) => void
}

/** One span: its name in the tree at the left, its time at the right. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { node, index, top, isCursor } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the tree act on the row that the cursor is on
    <div
      role="treeitem"
      id={`span-${node.spanId}`}
      aria-level={node.depth + 1}
      aria-selected={isCursor}
      {...(node.childCount > 0 && { 'aria-expanded': !props.collapsed })}
      tabIndex={-1}
      onClick={() => props.onOpen(index)}
      className={classNames(
        'absolute inset-x-0 flex cursor-pointer items-stretch contain-strict hover:bg-hover',
        props.isFound && 'bg-accent-soft',
        isCursor && 'bg-selected shadow-[inset_2px_0_0_var(--ring)] hover:bg-selected',
      )}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <NameCell {...props} />
      <div className={classNames('@container min-w-0 flex-1 overflow-hidden', props.isDimmed && 'opacity-40')}>
        <div className="relative h-full" style={{ marginRight: 'var(--label-room)' }}>
          <WaterfallBar node={node} window={props.window} color={props.color} collapsed={props.collapsed} />
        </div>
      </div>
    </div>
  )
})

const mostIndent = 240

function NameCell({ node, index, indentStep, parentService, collapsed, isDimmed, onToggle }: WaterfallRowProps) {
  const { span } = node
  const isError = span?.status === 'error'
  const Chevron = collapsed ? ChevronRightIcon : ChevronDownIcon
  const indent = Math.min(node.depth * indentStep, mostIndent)
  return (
    <div
      className={classNames('flex shrink-0 items-center gap-1.5 overflow-hidden pr-2', isDimmed && 'opacity-50')}
      style={{ width: 'var(--name-width)', paddingLeft: 8 + indent }}
    >
      {node.childCount > 0 ? (
        <button
          type="button"
          tabIndex={-1}
          aria-label={collapsed ? 'Expand' : 'Collapse'}
          onClick={(event) => {
            event.stopPropagation()
            onToggle(node.spanId)
          }}
          className="flex size-4 shrink-0 items-center justify-center rounded-sm text-subtle hover:bg-border hover:text-foreground"
        >
          <Chevron className="size-3.5" />
        </button>
      ) : (
        <span className="w-4 shrink-0" />
      )}
      <SpanIcon category={span ? spanCategory(span) : 'missing'} />
      {span ? (
        <span className={classNames('truncate', isError && 'text-status-error')}>{span.name || '(no name)'}</span>
      ) : (
        <span className="truncate text-subtle italic">
          missing parent <code className="font-mono text-xs not-italic">{node.spanId}</code>
        </span>
      )}
      {span && span.serviceName !== parentService && (
        <span className="max-w-[45%] shrink-[2] truncate text-xs text-subtle">{span.serviceName}</span>
      )}
      {node.placement === 'cycle' && (
        <Badge tone="error" title="The parents of this span lead back to it">
          cycle
        </Badge>
      )}
      {collapsed && <FoldedCount node={node} descendants={node.subtreeEnd - index - 1} />}
    </div>
  )
}

/** How much a folded row hides, and whether an error is among it. */
function FoldedCount({ node, descendants }: { node: TraceNode; descendants: number }) {
  const hiddenErrors = node.errorCount - (node.span?.status === 'error' ? 1 : 0)
  return (
    <Badge className="ml-auto" tone={hiddenErrors > 0 ? 'error' : 'neutral'} title={`${hiddenErrors} errors inside`}>
      +{formatCompact(descendants)}
    </Badge>
  )
}
