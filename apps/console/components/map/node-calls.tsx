import type { MapEdge, MapNode } from '@hanzo/schema/api'
import { formatShare } from '@/components/red/red-figures.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { edgeKey } from './map-graph.ts'
import { nodeColor } from './map-node.tsx'

interface NodeCallsProps {
  title: string
  calls: readonly MapEdge[]
  /** The end of each call that is named. */
  end: 'from' | 'to'
  nodes: ReadonlyMap<string, MapNode>
  onSelect: (edge: string) => void
}

/** The calls from or to a node, those with most first. */
export function NodeCalls({ title, calls, end, nodes, onSelect }: NodeCallsProps) {
  if (calls.length === 0) return null
  return (
    <section aria-label={title} className="border-t border-border py-2">
      <h3 className="px-4 pb-1 text-xs font-medium text-subtle">{title}</h3>
      <ul>
        {calls.map((call) => {
          const node = nodes.get(call[end])
          if (!node) return null
          return (
            <li key={edgeKey(call)}>
              <button
                type="button"
                onClick={() => onSelect(edgeKey(call))}
                className="flex h-7 w-full items-center gap-2 px-4 text-left text-sm hover:bg-hover"
              >
                <span
                  aria-hidden="true"
                  className="size-2 shrink-0 rounded-[2px]"
                  style={{ background: nodeColor(node) }}
                />
                <span className="min-w-0 truncate">{node.name || 'unknown'}</span>
                {node.type !== 'service' && <span className="shrink-0 text-xs text-subtle">{node.type}</span>}
                <span className="ml-auto shrink-0 tabular-nums">{formatCompact(call.spanCount)}</span>
                {call.errorCount > 0 && (
                  <span className="shrink-0 text-status-error tabular-nums">
                    {formatShare(call.errorCount / Math.max(1, call.spanCount))}
                  </span>
                )}
                <span className="w-16 shrink-0 text-right text-muted tabular-nums">
                  {call.p95 === null ? '–' : formatDuration(call.p95)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
