'use client'

import type { DeadLetterSummary } from '@hanzo/schema/api'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { RecordTime } from '@/components/record/record-time.tsx'
import { formatBytes, formatCount } from '@/lib/format-number.ts'

export const rowsOf = ({ tables }: DeadLetterSummary) => tables.reduce((sum, { rows }) => sum + rows, 0)

/** The columns of the list of dead letters. */
export const deadLetterColumns: readonly DataTableColumn<DeadLetterSummary>[] = [
  {
    id: 'refused',
    header: 'Refused',
    width: 160,
    cell: (letter) => <RecordTime unixNano={`${letter.refusedAtUnixMs}000000`} />,
  },
  {
    id: 'tables',
    header: 'Tables',
    width: 160,
    cell: (letter) => <span className="truncate">{letter.tables.map(({ table }) => table).join(', ')}</span>,
  },
  {
    id: 'code',
    header: 'Error',
    width: 200,
    cell: (letter) => (
      <code className="truncate font-mono text-sm">
        {[...new Set(letter.tables.map(({ code }) => code))].join(', ')}
      </code>
    ),
  },
  {
    id: 'message',
    header: 'What ClickHouse said',
    width: 320,
    minWidth: 160,
    grow: true,
    cell: (letter) => (
      <span className="truncate text-muted" title={letter.tables[0]?.message}>
        {letter.tables[0]?.message}
      </span>
    ),
  },
  {
    id: 'rows',
    header: 'Rows',
    width: 90,
    align: 'right',
    cell: (letter) => <span className="font-medium">{formatCount(rowsOf(letter))}</span>,
  },
  {
    id: 'bytes',
    header: 'Size',
    width: 90,
    align: 'right',
    cell: (letter) => <span className="text-muted">{formatBytes(letter.bytes)}</span>,
  },
]
