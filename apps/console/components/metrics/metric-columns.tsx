import type { MetricSummary } from '@hanzo/schema/api'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { ServiceName } from '@/components/record/service-name.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { formatCount } from '@/lib/format-number.ts'
import { MetricTypeBadge } from './metric-type-badge.tsx'
import { samplesText } from './samples-text.ts'

/** The columns of the catalogue. */
export const metricColumns: readonly DataTableColumn<MetricSummary>[] = [
  {
    id: 'name',
    header: 'Metric',
    width: 264,
    minWidth: 160,
    cell: ({ name }) => (
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    ),
  },
  { id: 'type', header: 'Type', width: 112, cell: ({ type }) => <MetricTypeBadge type={type} /> },
  {
    id: 'unit',
    header: 'Unit',
    width: 92,
    cell: ({ unit }) => <span className="truncate text-muted">{unit === '1' ? '' : unit}</span>,
  },
  {
    id: 'description',
    header: 'Description',
    width: 190,
    grow: true,
    cell: ({ description }) => (
      <span className="truncate text-muted" title={description}>
        {description}
      </span>
    ),
  },
  {
    id: 'services',
    header: 'Services',
    width: 152,
    cell: ({ serviceNames }) => (
      <span className="flex min-w-0 items-center gap-1.5" title={serviceNames.join('\n')}>
        <ServiceName name={serviceNames[0] ?? ''} />
        {serviceNames.length > 1 && (
          <span className="shrink-0 text-subtle text-xs">+{formatCount(serviceNames.length - 1)}</span>
        )}
      </span>
    ),
  },
  { id: 'series', header: 'Series', width: 80, align: 'right', cell: ({ seriesCount }) => formatCount(seriesCount) },
  {
    id: 'samples',
    header: 'Samples/s',
    width: 96,
    align: 'right',
    cell: ({ samplesPerSecond }) => samplesText(samplesPerSecond),
  },
  {
    id: 'lastSeen',
    header: 'Last seen',
    width: 164,
    align: 'right',
    cell: ({ lastSeenUnixSeconds }) => (
      <Moment unixNano={`${lastSeenUnixSeconds}000000000`} className="truncate text-muted" />
    ),
  },
]
