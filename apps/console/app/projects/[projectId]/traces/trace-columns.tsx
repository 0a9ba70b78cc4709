'use client'

import type { TraceSummary } from '@hanzo/schema/api'
import Link from 'next/link'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { LastingBar } from '@/components/record/lasting-bar.tsx'
import { OpenStateBadge } from '@/components/record/open-state-badge.tsx'
import { RecordTime } from '@/components/record/record-time.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import type { ValueRow } from '@/lib/column-values.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatCompact, formatCount, formatQuantity } from '@/lib/format-number.ts'

function TraceServices({ trace }: { trace: TraceSummary }) {
  const others = trace.serviceNames.filter((name) => name !== trace.rootServiceName)
  return (
    <>
      <ServiceName name={trace.rootServiceName} />
      {others.length > 0 && (
        <span className="ml-1.5 shrink-0 text-xs text-subtle" title={trace.serviceNames.join('\n')}>
          +{others.length}
        </span>
      )}
    </>
  )
}

function TraceTokens({ trace }: { trace: TraceSummary }) {
  if (trace.genAiInputTokens + trace.genAiOutputTokens === 0) return null
  const hint = `${formatCount(trace.genAiInputTokens)} input, ${formatCount(trace.genAiOutputTokens)} output tokens`
  return (
    <span title={hint} className="truncate whitespace-nowrap text-muted">
      {formatCompact(trace.genAiInputTokens)}
      <span className="px-1 text-subtle">→</span>
      {formatCompact(trace.genAiOutputTokens)}
    </span>
  )
}

function TraceCost({ trace }: { trace: TraceSummary }) {
  const { genAiCost: cost, genAiInferenceCount: calls, genAiUnpricedCount: unpriced } = trace
  if (cost === 0 && unpriced === 0) return null
  const known = formatQuantity(calls - unpriced, 'model call')
  const hint =
    unpriced === 0
      ? `Cost of ${known}`
      : `Cost of ${known}; the price of ${formatQuantity(unpriced, 'call')} is not known`
  return (
    <span title={hint} className="truncate whitespace-nowrap text-muted">
      {cost > 0 && formatCost(cost)}
      {unpriced > 0 && <span className="text-subtle">{cost > 0 ? ' + ?' : 'unpriced'}</span>}
    </span>
  )
}

/** A trace in the list. */
export type TraceListRow = TraceSummary & ValueRow

/** The columns of the traces list. */
export function traceColumns(hrefOf: (trace: TraceSummary) => string): readonly DataTableColumn<TraceListRow>[] {
  return [
    {
      id: 'time',
      header: 'Started',
      width: 160,
      minWidth: 148,
      cell: (trace) => <RecordTime unixNano={trace.startTimeUnixNano} />,
    },
    {
      id: 'service',
      header: 'Service',
      width: 180,
      minWidth: 152,
      cell: (trace) => <TraceServices trace={trace} />,
    },
    {
      id: 'name',
      header: 'Root span',
      width: 280,
      minWidth: 200,
      grow: true,
      cell: (trace) => (
        <>
          <Link
            href={hrefOf(trace)}
            prefetch={false}
            tabIndex={-1}
            title={trace.rootName}
            className="truncate font-medium hover:underline"
          >
            {trace.rootName || <span className="text-subtle">unnamed</span>}
          </Link>
          {trace.state && <OpenStateBadge state={trace.state} className="ml-2" />}
          {!trace.rootArrived && (
            <Badge className="ml-2" title="The span without a parent has not arrived: this is the earliest one">
              no root yet
            </Badge>
          )}
        </>
      ),
    },
    {
      id: 'duration',
      header: 'Duration',
      width: 190,
      minWidth: 164,
      align: 'right',
      cell: (trace) => <LastingBar of={trace} failed={trace.errorCount > 0} />,
    },
    {
      id: 'spans',
      header: 'Spans',
      width: 64,
      align: 'right',
      cell: (trace) => <span className="text-muted">{formatCompact(trace.spanCount)}</span>,
    },
    {
      id: 'errors',
      header: 'Errors',
      width: 64,
      align: 'right',
      cell: (trace) =>
        trace.errorCount > 0 && (
          <span className="font-medium text-status-error">{formatCompact(trace.errorCount)}</span>
        ),
    },
    {
      id: 'tokens',
      header: 'Tokens',
      width: 116,
      minWidth: 104,
      align: 'right',
      cell: (trace) => <TraceTokens trace={trace} />,
    },
    {
      id: 'cost',
      header: 'Cost',
      width: 96,
      minWidth: 84,
      align: 'right',
      cell: (trace) => <TraceCost trace={trace} />,
    },
  ]
}
