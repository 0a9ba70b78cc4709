import { ChevronDownIcon, ChevronRightIcon, Link2Icon } from 'lucide-react'
import { memo } from 'react'
import { Badge } from '@/components/ui/badge.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact, formatQuantity } from '@/lib/format-number.ts'
import type { PathSegment } from './model/critical-path.ts'
import { linksAt } from './model/sparse.ts'
import type { TimeAxis } from './model/time-axis.ts'
import { nodeAt, type TraceNode, type TraceTree } from './model/trace-tree.ts'
import { spanCategory } from './span-category.ts'
import { SpanIcon } from './span-icon.tsx'
import type { TimeWindow } from './time-ticks.ts'
import { WaterfallBar } from './waterfall-bar.tsx'

export const rowHeight = 26

interface WaterfallRowProps {
  tree: TraceTree
  index: number
  top: number
  indentStep: number
  /** The service of the span above it in the tree: named only where it changes. */
  parentService: string | undefined
  color: string
  axis: TimeAxis
  window: TimeWindow
  /** Its part of the critical path, when that is shown. */
  path: readonly PathSegment[] | undefined
  isFolded: boolean
  isCursor: boolean
  isFound: boolean
  /** A search is on and this row is not among what it found. */
  isDimmed: boolean
  onOpen: (index: number) => void
  onToggle: (spanId: string) => void
}

/** One span: its name in the tree at the left, its time at the right. */
export const WaterfallRow = memo(function WaterfallRow(props: WaterfallRowProps) {
  const { tree, index, top, isCursor } = props
  const node = nodeAt(tree, index)
  if (!node) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the tree act on the row that the cursor is on
    <div
      role="treeitem"
      id={`span-${node.spanId}`}
      aria-level={node.depth + 1}
      aria-selected={isCursor}
      {...(node.childCount > 0 && { 'aria-expanded': !props.isFolded })}
      tabIndex={-1}
      onClick={() => props.onOpen(index)}
      className={classNames(
        'absolute inset-x-0 flex cursor-pointer items-stretch contain-strict hover:bg-hover',
        props.isFound && 'bg-accent-soft',
        isCursor && 'bg-selected shadow-[inset_2px_0_0_var(--ring)] hover:bg-selected',
      )}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
    >
      <NameCell {...props} node={node} />
      <div className={classNames('relative mr-[var(--label-room)] min-w-0 flex-1', props.isDimmed && 'opacity-40')}>
        <WaterfallBar {...props} node={node} />
      </div>
    </div>
  )
})

const mostIndent = 240
/** The button that folds, with the gap after it. */
const foldingWidth = 22

interface NameCellProps extends WaterfallRowProps {
  node: TraceNode
}

function NameCell({ tree, node, indentStep, parentService, isFolded, isDimmed, onToggle }: NameCellProps) {
  const span = node.operation
  const links = linksAt(tree, node.index).length
  const Chevron = isFolded ? ChevronRightIcon : ChevronDownIcon
  const indent = Math.min(node.depth * indentStep, mostIndent) + (node.childCount > 0 ? 0 : foldingWidth)
  return (
    <div
      className={classNames('flex shrink-0 items-center gap-1.5 overflow-hidden pr-2', isDimmed && 'opacity-50')}
      style={{ width: 'var(--name-width)', paddingLeft: 8 + indent }}
    >
      {node.childCount > 0 && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={isFolded ? 'Expand' : 'Collapse'}
          onClick={(event) => {
            event.stopPropagation()
            onToggle(node.spanId)
          }}
          className="flex size-4 shrink-0 items-center justify-center rounded-sm text-subtle hover:bg-border hover:text-foreground"
        >
          <Chevron className="size-3.5" />
        </button>
      )}
      <SpanIcon category={span ? spanCategory(span) : 'missing'} />
      {span ? (
        <span className={classNames('truncate', node.isError && 'text-status-error')}>{span.name || '(no name)'}</span>
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
      {links > 0 && (
        <Link2Icon
          role="img"
          aria-label={`links to ${formatQuantity(links, 'span')}`}
          className="size-3 shrink-0 text-subtle"
        />
      )}
      {isFolded && <FoldedCount node={node} descendants={node.subtreeEnd - node.index - 1} />}
    </div>
  )
}

/** How much a folded row hides, and whether an error is among it. */
function FoldedCount({ node, descendants }: { node: TraceNode; descendants: number }) {
  const hiddenErrors = node.errorCount - (node.isError ? 1 : 0)
  return (
    <Badge className="ml-auto" tone={hiddenErrors > 0 ? 'error' : 'neutral'} title={`${hiddenErrors} errors inside`}>
      +{formatCompact(descendants)}
    </Badge>
  )
}
