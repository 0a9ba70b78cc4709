import type { LogPattern, LogPatternOrder } from '@hanzo/schema/api'
import { EyeOffIcon } from 'lucide-react'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { ServiceName } from '@/components/record/service-name.tsx'
import { Sparkline } from '@/components/red/sparkline.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { formatCompact, formatCount } from '@/lib/format-number.ts'
import { formatRelative } from '@/lib/format-time.ts'
import { PatternTemplate } from './pattern-template.tsx'
import { SeverityMix } from './severity-mix.tsx'

/** What the columns are sorted by, always the greatest first. */
export const orderOfColumn: Record<string, LogPatternOrder> = { count: 'count', trend: 'growth', firstSeen: 'newest' }
export const columnOfOrder: Record<LogPatternOrder, string> = { count: 'count', growth: 'trend', newest: 'firstSeen' }

function Share({ pattern, most }: { pattern: LogPattern; most: number }) {
  const percent = pattern.share * 100
  const share = percent < 0.1 ? 'less than 0.1' : percent.toFixed(percent < 10 ? 1 : 0)
  return (
    <span
      className="flex w-full items-center gap-2"
      title={`${formatCount(pattern.recordCount)} logs, ${share} % of those that were searched`}
    >
      <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-border/70">
        <span
          className="block h-full rounded-full bg-status-unset"
          style={{ width: `${(pattern.recordCount / most) * 100}%` }}
        />
      </span>
      <span className="w-12 shrink-0 text-right">{formatCompact(pattern.recordCount)}</span>
    </span>
  )
}

function FirstSeen({ pattern }: { pattern: LogPattern }) {
  if (pattern.firstSeenUnixSeconds === 0) return <span className="text-subtle">unknown</span>
  const milliseconds = pattern.firstSeenUnixSeconds * 1000
  return (
    <time dateTime={new Date(milliseconds).toISOString()} className="truncate text-muted">
      {formatRelative(milliseconds)}
    </time>
  )
}

function Template({ pattern, onExclude }: { pattern: LogPattern; onExclude: (pattern: LogPattern) => void }) {
  const { template, example, isNew } = pattern
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      {isNew && <Badge tone="accent">New</Badge>}
      <span className="flex min-w-0 flex-1" title={example ? `For example:\n${example}` : undefined}>
        {template ? <PatternTemplate template={template} /> : <span className="text-subtle">not known yet</span>}
      </span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Leave out ${template}`}
        title="Leave these logs out"
        onClick={() => onExclude(pattern)}
        className="shrink-0 rounded-sm p-1 text-subtle opacity-0 group-hover/row:opacity-100 hover:bg-hover hover:text-foreground focus-visible:opacity-100"
      >
        <EyeOffIcon aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  )
}

/** @param most the count of the most frequent pattern. */
export function patternColumns(
  most: number,
  onExclude: (pattern: LogPattern) => void,
): readonly DataTableColumn<LogPattern>[] {
  return [
    {
      ...{ id: 'count', header: 'Logs', width: 132, align: 'right' as const },
      cell: (pattern) => <Share pattern={pattern} most={most} />,
    },
    {
      ...{ id: 'trend', header: 'Trend', width: 112 },
      cell: ({ trend, recordCount }) => (
        <Sparkline label={`${formatCount(recordCount)} logs over time`} values={trend} width={96} />
      ),
    },
    { ...{ id: 'severity', header: 'Severity', width: 72 }, cell: (pattern) => <SeverityMix pattern={pattern} /> },
    {
      ...{ id: 'service', header: 'Service', width: 128 },
      cell: ({ services }) => (
        <span className="flex min-w-0 items-center gap-1.5" title={services.join(', ')}>
          <ServiceName name={services[0] ?? ''} />
          {services.length > 1 && <span className="shrink-0 text-xs text-subtle">+{services.length - 1}</span>}
        </span>
      ),
    },
    {
      ...{ id: 'template', header: 'Pattern', width: 420, minWidth: 240, grow: true },
      cell: (pattern) => <Template pattern={pattern} onExclude={onExclude} />,
    },
    { ...{ id: 'firstSeen', header: 'First seen', width: 96 }, cell: (pattern) => <FirstSeen pattern={pattern} /> },
  ]
}
