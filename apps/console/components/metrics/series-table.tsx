'use client'

import { useMemo, useState } from 'react'
import { seriesFigures } from '@/components/chart/chart-series.ts'
import { type LegendFigure, legendFigures } from '@/components/chart/series-legend-figures.ts'
import { SeriesMark } from '@/components/chart/series-mark.tsx'
import type { DataTableColumn } from '@/components/data-table/column.ts'
import { DataTable } from '@/components/data-table/data-table.tsx'
import { classNames } from '@/lib/class-names.ts'
import type { ChartPanel, PanelSeries } from './panel-lines.ts'
import { SeriesShape } from './series-shape.tsx'
import { levelOf, type Threshold, type ThresholdLevel, thresholdsOf } from './threshold.ts'

interface Row extends PanelSeries {
  figures: ReturnType<typeof seriesFigures>
  write: (value: number | null) => string
  caption: string
  thresholds: readonly Threshold[]
}

interface SeriesTableProps {
  panels: readonly ChartPanel[]
  thresholds: readonly Threshold[]
  isStale: boolean
}

const levelClasses: Record<ThresholdLevel, string> = {
  ok: 'text-status-ok',
  warn: 'text-severity-warn',
  error: 'text-status-error',
}
const rowKey = ({ key }: Row) => key
const nothing = () => undefined

/** The figures of every series, the greatest of one figure first. */
export function SeriesTable({ panels, thresholds, isStale }: SeriesTableProps) {
  const [sorted, setSorted] = useState<LegendFigure>('last')
  const rows = useMemo(() => {
    const all = panels.flatMap(({ series, format }, index) =>
      series.map(
        (one): Row => ({
          ...one,
          figures: seriesFigures(one.values),
          write: format.value,
          caption: format.caption,
          thresholds: thresholdsOf(thresholds, { resultIds: [one.resultId], isFirst: index === 0 }),
        }),
      ),
    )
    const size = ({ figures }: Row) => figures[sorted] ?? Number.NEGATIVE_INFINITY
    return all.sort((a, b) => size(b) - size(a))
  }, [panels, sorted, thresholds])
  return (
    <div className="flex min-h-0 flex-1 flex-col border-border border-t">
      <DataTable
        tableId="metric-series"
        label="Values of the series"
        columns={tableColumns}
        rows={rows}
        rowKey={rowKey}
        onOpen={nothing}
        isStale={isStale}
        sort={{ columnId: sorted, columnIds: legendFigures, onSort: (id) => setSorted(id as LegendFigure) }}
      />
    </div>
  )
}

const tableColumns: readonly DataTableColumn<Row>[] = [
  {
    id: 'series',
    header: 'Series',
    width: 320,
    grow: true,
    cell: ({ label, color, isPast }) => (
      <span className="flex min-w-0 items-center gap-2" title={label}>
        <SeriesMark color={color} isPast={isPast} />
        <span className="truncate">{label}</span>
      </span>
    ),
  },
  {
    id: 'shape',
    header: 'Over time',
    width: 160,
    cell: ({ values, color }) => <SeriesShape values={values} color={color} className="h-4 w-full" />,
  },
  ...legendFigures.map(
    (figure): DataTableColumn<Row> => ({
      id: figure,
      header: figure,
      width: 112,
      align: 'right',
      cell: ({ figures, write, thresholds }) => {
        const level = figure === 'sum' ? null : levelOf(figures[figure], thresholds)
        return (
          <span className={classNames('tabular-nums', level && levelClasses[level])}>{write(figures[figure])}</span>
        )
      },
    }),
  ),
  { id: 'unit', header: 'Unit', width: 96, cell: ({ caption }) => <span className="text-subtle">{caption}</span> },
]
