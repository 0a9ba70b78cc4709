import type { MetricSeriesRow } from '@hanzo/schema/row'
import type { TextAttributes } from '@hanzo/search'
import type { ColumnBatch } from '../columns/column-batch.ts'
import type { Subscriber } from './subscriber.ts'
import { metricPointOf } from './tail-rows.ts'

/** Rows that were made durable together. */
export interface TailRows {
  batch: ColumnBatch
  /** Resources and series of these rows that were stored before, as far as they were gathered. */
  left?: ColumnBatch
  /** `sequence` of all these rows and of all that came before them is at most this. */
  through: bigint
}

/** The attributes of the resources in these rows, read when they are asked for. */
export function createResourceLookup({
  batch,
  left,
}: TailRows): (projectId: string, id: bigint) => TextAttributes | undefined {
  let found: Map<string, Map<bigint, TextAttributes>> | undefined
  function read(): Map<string, Map<bigint, TextAttributes>> {
    const projects = new Map<string, Map<bigint, TextAttributes>>()
    for (const columns of [batch.find('resources'), left?.find('resources')]) {
      for (const row of columns?.readRows(0, columns.rows) ?? []) {
        const resources = projects.get(row.project_id) ?? new Map<bigint, TextAttributes>()
        projects.set(row.project_id, resources.set(row.resource_id, row))
      }
    }
    return projects
  }
  return (projectId, id) => {
    found ??= read()
    return found.get(projectId)?.get(id)
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
  { batch, left, through }: TailRows,
  takes: (series: MetricSeriesRow) => boolean,
  push: Subscriber['push'],
): void {
  const series = new Map<bigint, MetricSeriesRow>()
  for (const columns of [batch.find('metric_series'), left?.find('metric_series')]) {
    const rows = columns?.readRows(0, columns.rows) ?? []
    for (const row of rows) if (takes(row)) series.set(row.series_id, row)
  }
  if (series.size === 0) return
  for (const table of pointTables) {
    const columns = batch.find(table)
    if (!columns) continue
    for (const row = columns.view(); row.at < columns.rows; row.at++) {
      const of = series.get(row.series_id)
      // Points are not numbered: their place in the order of arrival is that of the rows around them.
      if (of && of.project_id === row.project_id) push(JSON.stringify(metricPointOf(row, of)), through)
    }
  }
}
