'use client'

import type { SpanSummary } from '@hanzo/schema/api'
import Link from 'next/link'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { LastingBar } from '@/components/record/lasting-bar.tsx'
import { OpenStateBadge } from '@/components/record/open-state-badge.tsx'
import { RecordTime } from '@/components/record/record-time.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import type { ValueRow } from '@/lib/column-values.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'

/** A span in the list, with the columns that were asked for. */
export type SpanListRow = SpanSummary & ValueRow

/** What tells spans of one name apart: the error first, then what was said, the tool, model, agent or route. */
function spanDetail(span: SpanSummary): string {
  const { statusMessage, genAi, genAiToolName, genAiRequestModel, genAiAgentName, httpRoute, name } = span
  if (statusMessage !== '') return statusMessage
  const said = [genAi?.inputPreview, genAi?.outputPreview].filter(Boolean).join(' → ')
  if (said !== '') return said
  const detail = genAiToolName || genAiRequestModel || genAi?.responseModel || genAiAgentName || httpRoute
  // Many a name ends with it: `chat gpt-4.1`, `GET /orders/:id`.
  return name.endsWith(detail) ? '' : detail
}

function SpanStatusBadge({ span }: { span: SpanSummary }) {
  const code = span.httpResponseStatusCode
  if (span.state) return <OpenStateBadge state={span.state} />
  if (span.status === 'error') return <Badge tone="error">{code > 0 ? code : 'error'}</Badge>
  if (span.status === 'ok') return <Badge tone="ok">{code > 0 ? code : 'ok'}</Badge>
  return code > 0 ? <Badge>{code}</Badge> : null
}

function SpanTokens({ span }: { span: SpanSummary }) {
  if (span.genAiInputTokens + span.genAiOutputTokens === 0) return null
  const hint = `${formatCount(span.genAiInputTokens)} input, ${formatCount(span.genAiOutputTokens)} output tokens`
  return (
    <span title={hint} className="truncate whitespace-nowrap text-muted">
      {formatCompact(span.genAiInputTokens)}
      <span className="px-1 text-subtle">→</span>
      {formatCompact(span.genAiOutputTokens)}
    </span>
  )
}

function SpanCost({ span }: { span: SpanSummary }) {
  const { cost = 0, costSource = '' } = span.genAi ?? {}
  if (costSource === '') return null
  if (costSource === 'unpriced') {
    return (
      <span
        title={`No price is known of ${span.genAi?.responseModel || span.genAiRequestModel}`}
        className="text-subtle"
      >
        unpriced
      </span>
    )
  }
  const hint = costSource === 'sender' ? 'As the sender tells it' : `By the price ${costSource}`
  return (
    <span title={hint} className="truncate whitespace-nowrap text-muted">
      {formatCost(cost)}
    </span>
  )
}

/** The columns of the spans list, which `spanColumnIds` names. */
export function spanColumns(hrefOf: (span: SpanSummary) => string): readonly DataTableColumn<SpanListRow>[] {
  return [
    {
      id: 'time',
      header: 'Started',
      width: 160,
      minWidth: 148,
      cell: (span) => <RecordTime unixNano={span.startTimeUnixNano} />,
    },
    {
      id: 'service',
      header: 'Service',
      width: 144,
      minWidth: 124,
      cell: (span) => <ServiceName name={span.serviceName} />,
    },
    {
      id: 'name',
      header: 'Span',
      width: 240,
      minWidth: 160,
      grow: true,
      cell: (span) => (
        <Link
          href={hrefOf(span)}
          prefetch={false}
          tabIndex={-1}
          title={span.name}
          className="truncate font-medium hover:underline"
        >
          {span.name || <span className="text-subtle">unnamed</span>}
        </Link>
      ),
    },
    {
      id: 'detail',
      header: 'Detail',
      width: 200,
      minWidth: 96,
      cell: (span) => (
        <span
          title={spanDetail(span)}
          className={`truncate ${span.statusMessage ? 'text-status-error' : 'text-muted'}`}
        >
          {spanDetail(span)}
        </span>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      width: 68,
      cell: (span) => <span className="truncate text-muted">{span.kind === 'unspecified' ? '' : span.kind}</span>,
    },
    {
      id: 'duration',
      header: 'Duration',
      width: 152,
      minWidth: 124,
      align: 'right',
      cell: (span) => <LastingBar of={span} failed={span.status === 'error'} />,
    },
    { id: 'status', header: 'Status', width: 76, align: 'right', cell: (span) => <SpanStatusBadge span={span} /> },
    {
      id: 'tokens',
      header: 'Tokens',
      width: 108,
      minWidth: 100,
      align: 'right',
      cell: (span) => <SpanTokens span={span} />,
    },
    {
      id: 'cost',
      header: 'Cost',
      width: 96,
      minWidth: 92,
      align: 'right',
      cell: (span) => <SpanCost span={span} />,
    },
  ]
}
