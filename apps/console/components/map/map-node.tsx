import { BoxIcon, BrainIcon, DatabaseIcon, GlobeIcon, type LucideIcon, MailIcon } from 'lucide-react'
import { formatShare } from '@/components/red/red-figures.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCompact, formatQuantity } from '@/lib/format-number.ts'
import { serviceColor } from '@/lib/service-palette.ts'
import { nodeHeight, nodeWidth } from './layout-map.ts'
import { type GraphNode, healthOf } from './map-graph.ts'

interface MapNodeProps {
  node: GraphNode
  place: { x: number; y: number }
  isSelected: boolean
  isFaded: boolean
  /** It took the focus by keyboard: it is to be seen. */
  onReveal: (place: { x: number; y: number }) => void
  onSelect: (id: string) => void
}

const icons: Record<GraphNode['type'], LucideIcon> = {
  service: BoxIcon,
  database: DatabaseIcon,
  messaging: MailIcon,
  model: BrainIcon,
  external: GlobeIcon,
}

export function nodeColor({ type, name }: Pick<GraphNode, 'type' | 'name'>): string {
  if (type === 'service') return name ? serviceColor(name) : 'var(--border-strong)'
  if (type === 'external') return 'var(--kind-http)'
  return `var(--kind-${type})`
}

/** A service or what is called, as a button on the map. */
export function MapNode({ node, place, isSelected, isFaded, onReveal, onSelect }: MapNodeProps) {
  const Icon = icons[node.type]
  const { spanCount, errorCount = 0, p95 } = node
  const health = healthOf(spanCount ?? 0, errorCount)
  return (
    <button
      type="button"
      data-node={node.id}
      aria-pressed={isSelected}
      aria-label={`${node.name || 'unknown'}, ${node.type}${spanCount === undefined ? '' : `, ${formatQuantity(spanCount, 'span')}, ${errorCount} failed`}`}
      title={node.name}
      onClick={() => onSelect(node.id)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onReveal(place)}
      style={{ left: place.x - nodeWidth / 2, top: place.y - nodeHeight / 2, width: nodeWidth, height: nodeHeight }}
      className={classNames(
        'absolute flex items-center gap-2 overflow-hidden rounded-md border bg-raised pr-2 text-left transition-opacity hover:border-border-strong',
        health === 'bad' ? 'border-status-error' : 'border-border',
        isSelected && 'ring-2 ring-ring',
        isFaded && 'opacity-35',
      )}
    >
      <span className="h-full w-1 shrink-0" style={{ background: nodeColor(node) }} />
      <Icon className="size-4 shrink-0 text-subtle" strokeWidth={1.75} />
      <span className="min-w-0">
        <span className="block truncate text-sm font-medium">{node.name || 'unknown'}</span>
        <span className="block truncate text-xs text-muted">
          {spanCount === undefined ? (
            node.type
          ) : (
            <>
              {formatCompact(spanCount)}
              {errorCount > 0 && (
                <span className="text-status-error"> · {formatShare(errorCount / Math.max(spanCount, 1))}</span>
              )}
              {p95 !== null && p95 !== undefined && <> · {formatDuration(p95)}</>}
            </>
          )}
        </span>
      </span>
    </button>
  )
}
