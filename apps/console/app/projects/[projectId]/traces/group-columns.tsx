'use client'

import type { SpanGroup, SpanGroupOrder } from '@hanzo/schema/api'
import { findSearchField } from '@hanzo/search'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { ServiceName } from '@/components/record/service-name.tsx'
import { formatCost } from '@/lib/format-cost.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'

/** The value of a group as one reads it. */
function GroupValue({ groupKey, value }: { groupKey: string; value: string | null }) {
  const field = findSearchField(groupKey, 'spans')
  if (value === null) return <span className="text-subtle">none</span>
  if (field?.name === 'service') return <ServiceName name={value} />
  const isDuration = field?.type === 'number' && field.unit === 'nanoseconds'
  const text = isDuration ? formatDuration(value) : value
  return (
    <span title={text} className="truncate font-medium">
      {text || <span className="text-subtle">empty</span>}
    </span>
  )
}

function Share({ group, most }: { group: SpanGroup; most: number }) {
  return (
    <span className="flex w-full items-center gap-2" title={`${formatCount(group.spanCount)} spans`}>
      <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 overflow-hidden rounded-full bg-border/70">
        <span
          className="block h-full rounded-full bg-status-unset"
          style={{ width: `${(group.spanCount / most) * 100}%` }}
        />
      </span>
      <span className="w-12 shrink-0 text-right">{formatCompact(group.spanCount)}</span>
    </span>
  )
}

function ErrorRate({ group }: { group: SpanGroup }) {
  if (group.errorCount === 0) return <span className="text-subtle">0 %</span>
  const percent = (group.errorCount / group.spanCount) * 100
  return (
    <span title={`${formatCount(group.errorCount)} errors`} className="font-medium text-status-error">
      {percent < 0.1 ? '< 0.1' : percent.toFixed(percent < 10 ? 1 : 0)} %
    </span>
  )
}

interface GroupColumn extends DataTableColumn<SpanGroup> {
  order?: SpanGroupOrder
}

/** The columns of the grouped view: what spans are grouped by, then their figures. */
export function groupColumns(keys: readonly string[], most: number): readonly GroupColumn[] {
  const duration = (order: 'p50' | 'p95' | 'p99', header: string): GroupColumn => ({
    ...{ id: order, order, header, width: 96, align: 'right' as const },
    cell: (group) => <span className="text-muted">{formatDuration(group[order])}</span>,
  })
  return [
    ...keys.map(
      (key, index): GroupColumn => ({
        id: `group ${key}`,
        header: key,
        width: 200,
        minWidth: 140,
        ...(index === keys.length - 1 && { grow: true }),
        cell: (group) => <GroupValue groupKey={key} value={group.values[index] ?? null} />,
      }),
    ),
    {
      ...{ id: 'spans', order: 'spans', header: 'Spans', width: 150, align: 'right' },
      cell: (group) => <Share group={group} most={most} />,
    },
    {
      ...{ id: 'errorRate', order: 'errorRate', header: 'Error rate', width: 92, align: 'right' },
      cell: (group) => <ErrorRate group={group} />,
    },
    duration('p50', 'p50'),
    duration('p95', 'p95'),
    duration('p99', 'p99'),
    {
      ...{ id: 'tokens', order: 'tokens', header: 'Tokens', width: 92, align: 'right' },
      cell: ({ inputTokens, outputTokens }) =>
        inputTokens + outputTokens > 0 && (
          <span
            className="text-muted"
            title={`${formatCount(inputTokens)} input, ${formatCount(outputTokens)} output tokens`}
          >
            {formatCompact(inputTokens + outputTokens)}
          </span>
        ),
    },
    {
      ...{ id: 'cost', order: 'cost', header: 'Cost', width: 92, align: 'right' },
      cell: ({ cost }) => cost > 0 && <span className="text-muted">{formatCost(cost)}</span>,
    },
  ]
}
