import type { MetricSeriesRow } from '@hanzo/schema/row'
import type { RowMatcher, TextAttributes } from '@hanzo/search'
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

type ResourceLookup = ReturnType<typeof createResourceLookup>

/** Shows the points of a project's series that `takes` lets pass. */
export type TakePoints = (projectId: string, takes: RowMatcher<MetricSeriesRow>, push: Subscriber['push']) => void

/** The series of these rows are read once for all who ask, when somebody does. */
export function createPointReader({ batch, left, through }: TailRows, resourceOf: ResourceLookup): TakePoints {
  let read: MetricSeriesRow[] | undefined
  const shown = new Map<(typeof pointTables)[number], string[]>()

  function takenSeries(projectId: string, takes: RowMatcher<MetricSeriesRow>): Map<bigint, MetricSeriesRow> {
    read ??= [batch.find('metric_series'), left?.find('metric_series')].flatMap((columns) =>
      columns ? [...columns.readRows(0, columns.rows)] : [],
    )
    const own = read.filter((row) => row.project_id === projectId)
    const taken = own.filter((row) => takes(row, () => resourceOf(projectId, row.resource_id)))
    return new Map(taken.map((row) => [row.series_id, row]))
  }

  return (projectId, takes, push) => {
    const series = takenSeries(projectId, takes)
    if (series.size === 0) return
    for (const table of pointTables) {
      const columns = batch.find(table)
      if (!columns) continue
      const texts = shown.get(table) ?? []
      shown.set(table, texts)
      for (const row = columns.view(); row.at < columns.rows; row.at++) {
        const of = series.get(row.series_id)
        if (!of || of.project_id !== row.project_id) continue
        const text = texts[row.at] ?? JSON.stringify(metricPointOf(row, of))
        texts[row.at] = text
        // Points are not numbered: their place in the order of arrival is that of the rows around them.
        push(text, through)
      }
    }
  }
}
