import type { Operation } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { formatShare, type RedFigure } from '@/components/red/red-figures.ts'
import { formatDuration } from '@/lib/format-duration.ts'
import { FigureCell } from './figure-cell.tsx'

/** The spans of an operation. */
export function operationSearch(service: string, { name, kind }: Pick<Operation, 'name' | 'kind'>): string {
  const filters = [
    { key: 'service', value: service },
    { key: 'name', value: name },
    { key: 'kind', value: kind },
  ]
  return filters.reduce(addFilter, '')
}

/**
 * @param seconds the length of the range.
 * @param durationTotal nanoseconds that all spans of the service took together.
 */
export function operationColumns(
  service: string,
  seconds: number,
  durationTotal: number,
): DataTableColumn<Operation>[] {
  const figure = (id: RedFigure, header: string): DataTableColumn<Operation> => ({
    id,
    header,
    width: 106,
    minWidth: 76,
    align: 'right',
    cell: (operation) => (
      <FigureCell figure={id} red={operation} seconds={seconds} search={operationSearch(service, operation)} />
    ),
  })
  return [
    {
      id: 'operation',
      header: 'Operation',
      width: 150,
      grow: true,
      cell: ({ name }) => (
        <span className="truncate" title={name}>
          {name}
        </span>
      ),
    },
    { id: 'kind', header: 'Kind', width: 72, cell: ({ kind }) => <span className="text-muted">{kind}</span> },
    figure('rate', 'Rate'),
    figure('errors', 'Errors'),
    figure('p50', 'p50'),
    figure('p95', 'p95'),
    figure('p99', 'p99'),
    {
      id: 'time',
      header: 'Time',
      width: 70,
      align: 'right',
      cell: ({ durationSum }) => (
        <span
          className="whitespace-nowrap tabular-nums text-muted"
          title={`${formatDuration(durationSum)} together, of all spans of the service`}
        >
          {formatShare(durationTotal === 0 ? 0 : durationSum / durationTotal)}
        </span>
      ),
    },
  ]
}
