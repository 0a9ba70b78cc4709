import type { MetricPoint } from '@hanzo/schema/api'
import { type MetricSeriesRow, sequenceMillisecondShift } from '@hanzo/schema/row'
import type { RowMatcher, TextAttributes } from '@hanzo/search'
import type { ColumnBatch } from '../columns/column-batch.ts'
import type { RowView } from '../columns/table-columns.ts'
import type { Subscriber } from './subscriber.ts'
import { metricPointOf } from './tail-rows.ts'

/** Rows that were made durable together. */
export interface TailRows {
  batch: ColumnBatch
  /** Resources and series of these rows that were stored before, as far as they were gathered. */
  left?: ColumnBatch
}

/** The attributes of the resources in these rows, read when they are asked for. */
export function createResourceLookup({
  batch,
  left,
}: TailRows): (projectId: string, id: bigint) => TextAttributes | undefined {
  let found: Map<string, TextAttributes> | undefined
  return (projectId, id) => {
    if (!found) {
      found = new Map()
      for (const columns of [batch.find('resources'), left?.find('resources')]) {
        const rows = columns?.readRows(0, columns.rows) ?? []
        for (const row of rows) found.set(`${row.project_id}/${row.resource_id}`, row)
      }
    }
    return found.get(`${projectId}/${id}`)
  }
}

/** Shows the rows of one table that are a project's and pass a filter. */
export function takeRows<T extends 'spans' | 'running_spans' | 'logs', Shown>(
  table: T,
  projectId: string,
  { batch }: TailRows,
  resourceOf: ReturnType<typeof createResourceLookup>,
  takes: RowMatcher<RowView<T>>,
  show: (row: RowView<T>) => Shown,
  push: Subscriber<Shown>['push'],
): void {
  const columns = batch.find(table)
  if (!columns) return
  const row = columns.view()
  const resource = () => resourceOf(projectId, row.resource_id)
  for (; row.at < columns.rows; row.at++) {
    if (row.project_id === projectId && takes(row, resource)) push(show(row), String(row.sequence))
  }
}

const pointTables = [
  'metric_points',
  'metric_histogram_points',
  'metric_exponential_histogram_points',
  'metric_summary_points',
] as const

/** Shows the points of the series that `takes` lets pass. */
export function takePoints(
  { batch, left }: TailRows,
  takes: (series: MetricSeriesRow) => boolean,
  push: Subscriber<MetricPoint>['push'],
): void {
  const series = new Map<bigint, MetricSeriesRow>()
  for (const columns of [batch.find('metric_series'), left?.find('metric_series')]) {
    const rows = columns?.readRows(0, columns.rows) ?? []
    for (const row of rows) if (takes(row)) series.set(row.series_id, row)
  }
  if (series.size === 0) return
  // Points are not numbered: their place in the order of arrival is the time of it.
  const cursor = String(BigInt(Date.now()) << sequenceMillisecondShift)
  for (const table of pointTables) {
    const columns = batch.find(table)
    if (!columns) continue
    for (const row = columns.view(); row.at < columns.rows; row.at++) {
      const of = series.get(row.series_id)
      if (of && of.project_id === row.project_id) push(metricPointOf(row, of), cursor)
    }
  }
}
