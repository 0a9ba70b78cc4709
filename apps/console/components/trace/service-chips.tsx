import { memo } from 'react'
import { formatCount } from '@/lib/format-number.ts'
import type { TraceTree } from './trace-tree.ts'

const chipsAtMost = 8

interface ServiceChipsProps {
  tree: TraceTree
  colors: ReadonlyMap<string, string>
}

/** The services of a trace, the busiest first: the legend of the bars' colours. */
export const ServiceChips = memo(function ServiceChips({ tree, colors }: ServiceChipsProps) {
  const counts = new Map<string, number>()
  for (const { span } of tree.nodes) if (span) counts.set(span.serviceName, (counts.get(span.serviceName) ?? 0) + 1)
  const services = [...counts].sort(([, a], [, b]) => b - a)
  const rest = services.slice(chipsAtMost)
  return (
    <ul aria-label="Services" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      {services.slice(0, chipsAtMost).map(([name, count]) => (
        <li
          key={name}
          className="inline-flex items-center gap-1.5 whitespace-nowrap"
          title={`${formatCount(count)} spans`}
        >
          <span className="size-2 rounded-[2px]" style={{ background: colors.get(name) }} />
          {name || '(no service)'}
        </li>
      ))}
      {rest.length > 0 && (
        <li className="text-subtle" title={rest.map(([name]) => name).join('\n')}>
          and {rest.length} more
        </li>
      )}
    </ul>
  )
})
