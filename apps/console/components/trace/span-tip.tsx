import { formatDuration } from '@/lib/format-duration.ts'
import { statusMessageAt } from './model/sparse.ts'
import { nodeAt, type TraceTree } from './model/trace-tree.ts'

interface SpanTipProps {
  tree: TraceTree
  index: number
  /** Of the pointer in the page. */
  x: number
  y: number
}

/** What the span under the pointer is. */
export function SpanTip({ tree, index, x, y }: SpanTipProps) {
  const node = nodeAt(tree, index)
  if (!node) return null
  const message = statusMessageAt(tree, index)
  const isRight = x > window.innerWidth / 2
  return (
    <div
      role="presentation"
      className="pointer-events-none fixed z-40 max-w-96 rounded-md border border-border bg-raised px-2.5 py-1.5 text-sm shadow-raised"
      style={{
        top: Math.min(y + 14, window.innerHeight - 90),
        ...(isRight ? { right: window.innerWidth - x + 10 } : { left: x + 12 }),
      }}
    >
      <p className="truncate font-medium">{node.operation?.name ?? 'missing parent'}</p>
      <p className="text-muted">
        {node.operation?.serviceName} · {formatDuration(node.duration)} ({formatDuration(node.self)} itself) · starts
        after {formatDuration(node.start)}
      </p>
      {message && <p className="truncate text-status-error">{message}</p>}
    </div>
  )
}
