import { memo } from 'react'
import { formatCount } from '@/lib/format-number.ts'
import type { SpanColors } from './model/span-colors.ts'

const groupsAtMost = 8

/** What the colours of the bars mean, the most frequent first. */
export const ColorLegend = memo(function ColorLegend({ colors: { legend } }: { colors: SpanColors }) {
  const rest = legend.slice(groupsAtMost)
  return (
    <ul aria-label="Colours" className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      {legend.slice(0, groupsAtMost).map(({ label, color, spanCount }) => (
        <li
          key={label}
          className="inline-flex items-center gap-1.5 whitespace-nowrap"
          title={`${formatCount(spanCount)} spans`}
        >
          <span className="size-2 rounded-[2px]" style={{ background: color }} />
          {label || '(none)'}
        </li>
      ))}
      {rest.length > 0 && (
        <li className="text-subtle" title={rest.map(({ label }) => label).join('\n')}>
          and {rest.length} more
        </li>
      )}
    </ul>
  )
})
