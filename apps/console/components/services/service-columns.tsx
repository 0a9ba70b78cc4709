import type { ServiceRedRow } from '@hanzo/schema/api'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { ServiceName } from '@/components/record/service-name.tsx'
import { serviceSearch } from '@/components/red/red-search.ts'
import { Sparkline } from '@/components/red/sparkline.tsx'
import { formatQuantity } from '@/lib/format-number.ts'
import { FigureCell } from './figure-cell.tsx'

const figureColumn = (
  figure: 'rate' | 'errors' | 'p50' | 'p95' | 'p99',
  header: string,
  seconds: number,
): DataTableColumn<ServiceRedRow> => ({
  id: figure,
  header,
  width: 136,
  minWidth: 90,
  align: 'right',
  cell: (service) => (
    <FigureCell figure={figure} red={service} seconds={seconds} search={serviceSearch(service.name, service.basis)} />
  ),
})

/** @param seconds the length of the range. */
export function serviceColumns(seconds: number): DataTableColumn<ServiceRedRow>[] {
  return [
    {
      id: 'service',
      header: 'Service',
      width: 220,
      grow: true,
      cell: (service) => (
        <span className="flex min-w-0 items-center gap-2">
          <ServiceName name={service.name} />
          {service.basis === 'spans' && (
            <span
              className="shrink-0 text-xs text-subtle"
              title="It has no server or consumer spans: all its spans are counted"
            >
              all spans
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'traffic',
      header: 'Traffic',
      width: 128,
      cell: ({ name, points, current }) => (
        <Sparkline
          label={`${formatQuantity(current.spanCount, 'span')} of ${name || 'unknown'} over time, ${current.errorCount} failed`}
          values={points.map(({ spanCount }) => spanCount)}
          failed={points.map(({ errorCount }) => errorCount)}
          width={104}
        />
      ),
    },
    figureColumn('rate', 'Rate', seconds),
    figureColumn('errors', 'Errors', seconds),
    figureColumn('p50', 'p50', seconds),
    figureColumn('p95', 'p95', seconds),
    figureColumn('p99', 'p99', seconds),
  ]
}
