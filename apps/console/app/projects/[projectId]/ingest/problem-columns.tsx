'use client'

import type { IngestProblem } from '@hanzo/schema/api'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { RecordTime } from '@/components/record/record-time.tsx'
import { ServiceName } from '@/components/record/service-name.tsx'
import { OutcomeLabel } from './outcome-label.tsx'
import { problemQuantity } from './problem-text.ts'

function Text({ text }: { text: string }) {
  return (
    <span className="truncate" title={text}>
      {text || <span className="text-subtle">–</span>}
    </span>
  )
}

/** The columns of the list of what was not stored. */
export const problemColumns: readonly DataTableColumn<IngestProblem>[] = [
  {
    id: 'last-seen',
    header: 'Last seen',
    width: 160,
    cell: (problem) => <RecordTime unixNano={`${problem.lastSeenUnixMs}000000`} />,
  },
  { id: 'outcome', header: 'Outcome', width: 104, cell: (problem) => <OutcomeLabel problem={problem} /> },
  { id: 'signal', header: 'Signal', width: 72, cell: (problem) => <Text text={problem.signal ?? ''} /> },
  {
    id: 'reason',
    header: 'Reason',
    width: 400,
    minWidth: 200,
    grow: true,
    cell: (problem) => (
      <span className="truncate font-mono text-sm" title={problem.reason}>
        {problem.reason}
      </span>
    ),
  },
  {
    id: 'service',
    header: 'Service',
    width: 140,
    cell: (problem) => (problem.serviceName ? <ServiceName name={problem.serviceName} /> : <Text text="" />),
  },
  { id: 'sdk', header: 'SDK or client', width: 200, cell: (problem) => <Text text={problem.sdk} /> },
  {
    id: 'count',
    header: 'Count',
    width: 120,
    align: 'right',
    cell: (problem) => <span className="truncate font-medium">{problemQuantity(problem)}</span>,
  },
]
