import { formatShare } from '@/components/red/red-figures.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCompact } from '@/lib/format-number.ts'
import { edgeKey, type GraphEdge, type MapGraph } from './map-graph.ts'

interface MapTableProps {
  graph: MapGraph
  selected: string | null
  onSelect: (selected: string | null) => void
  className?: string
}

/** The calls of a map as a table: the same, for whoever cannot see or point at it. */
export function MapTable({ graph, selected, onSelect, className }: MapTableProps) {
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name || 'unknown']))
  return (
    <div className={classNames('overflow-auto', className)}>
      <table className="w-full text-sm">
        <caption className="sr-only">Calls between services</caption>
        <thead className="sticky top-0 bg-background text-left text-xs text-subtle">
          <tr>
            {['Caller', 'Called', 'Calls', 'Errors', 'p95'].map((header, index) => (
              <th
                key={header}
                scope="col"
                className={classNames(
                  'h-7 border-b border-border px-2 font-medium first:pl-4',
                  index > 1 && 'text-right',
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {graph.edges.map((edge) => (
            <MapTableRow
              key={edgeKey(edge)}
              edge={edge}
              names={names}
              isSelected={edgeKey(edge) === selected}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface MapTableRowProps {
  edge: GraphEdge
  names: ReadonlyMap<string, string>
  isSelected: boolean
  onSelect: (selected: string | null) => void
}

function MapTableRow({ edge, names, isSelected, onSelect }: MapTableRowProps) {
  const key = edgeKey(edge)
  return (
    <tr className={classNames('h-7 border-b border-border/60 hover:bg-hover', isSelected && 'bg-selected')}>
      <td className="max-w-40 truncate px-2 pl-4">
        <button
          type="button"
          aria-pressed={isSelected}
          className="max-w-full truncate rounded-sm text-left hover:underline"
          onClick={() => onSelect(isSelected ? null : key)}
        >
          {names.get(edge.from)}
        </button>
      </td>
      <td className="max-w-40 truncate px-2">{names.get(edge.to)}</td>
      <td className="px-2 text-right tabular-nums">{formatCompact(edge.spanCount)}</td>
      <td className={classNames('px-2 text-right tabular-nums', edge.errorCount > 0 && 'text-status-error')}>
        {formatShare(edge.spanCount === 0 ? 0 : edge.errorCount / edge.spanCount)}
      </td>
      <td className="px-2 pr-4 text-right tabular-nums">{edge.p95 === null ? '–' : formatDuration(edge.p95)}</td>
    </tr>
  )
}
