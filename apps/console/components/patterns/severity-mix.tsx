import type { LogPattern } from '@hanzo/schema/api'
import { formatCount } from '@/lib/format-number.ts'
import { severities, severityColor } from '@/lib/severity.ts'

/** How grave the records of a pattern are: a bar of their shares, the gravest first. */
export function SeverityMix({ pattern }: { pattern: LogPattern }) {
  const counted = severities.flatMap((severity) => {
    const count = pattern.severities[severity] ?? 0
    return count > 0 ? [{ severity, count }] : []
  })
  const label = counted.map(({ severity, count }) => `${formatCount(count)} ${severity}`).join(', ')
  return (
    <span role="img" aria-label={label} title={label} className="flex h-2 w-full gap-px overflow-hidden rounded-full">
      {counted.map(({ severity, count }) => (
        <span
          key={severity}
          className="h-full min-w-0.5"
          style={{ flexGrow: count, flexBasis: 0, background: severityColor[severity] }}
        />
      ))}
    </span>
  )
}
