import type { FixedColumn } from '../../../columns/fixed-column.ts'
import type { LowCardinalityColumn } from '../../../columns/low-cardinality-column.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import type { TableColumns } from '../../../columns/table-columns.ts'
import type { ProjectIdentity } from '../../../project-identity.ts'
import type { KnownMetric, KnownSeries } from './series-cache.ts'

export type PointTable =
  | 'metric_points'
  | 'metric_histogram_points'
  | 'metric_exponential_histogram_points'
  | 'metric_summary_points'
  | 'metric_exemplars'

/** The columns that all these tables have. */
interface SharedColumns {
  readonly project_id: LowCardinalityColumn
  readonly retention_days: FixedColumn
  readonly metric_name: LowCardinalityColumn
  readonly series_id: FixedColumn
  readonly timestamp: FixedColumn
}

const twoTo32 = 2 ** 32

/** Puts milliseconds since the epoch. */
export function putMilliseconds(column: FixedColumn, milliseconds: number): void {
  column.putUint64(milliseconds >>> 0, Math.floor(milliseconds / twoTo32))
}

/** One table during one request. Names of projects and metrics are looked up in its dictionaries once for many rows. */
export class PointTarget<T extends PointTable> {
  readonly #name: T
  #sink: RowSink | undefined
  #retentionDays = 0
  #projectId = ''
  #table: TableColumns<T> | undefined
  #projectIndex = 0
  #metric: KnownMetric | undefined
  #metricIndex = 0

  constructor(name: T) {
    this.#name = name
  }

  begin(sink: RowSink, { projectId, retentionDays }: ProjectIdentity): void {
    this.#sink = sink
    this.#projectId = projectId
    this.#retentionDays = retentionDays
    this.#table = undefined
    this.#metric = undefined
  }

  /** Begins a row with the columns that all tables have; the caller puts the others, and ends it. */
  beginRow(metric: KnownMetric, series: KnownSeries, milliseconds: number): TableColumns<T> {
    const table = this.#table ?? this.#open()
    const columns = table.columns as unknown as SharedColumns
    if (this.#metric !== metric) {
      this.#metric = metric
      this.#metricIndex = columns.metric_name.internText(metric.identity.name)
    }
    columns.project_id.putIndex(this.#projectIndex)
    columns.retention_days.putUint16(this.#retentionDays)
    columns.metric_name.putIndex(this.#metricIndex)
    columns.series_id.putUint64(series.low, series.high)
    putMilliseconds(columns.timestamp, milliseconds)
    return table
  }

  #open(): TableColumns<T> {
    if (!this.#sink) throw new Error('a row was begun before its request')
    const table = this.#sink.batch.table(this.#name)
    this.#table = table
    this.#projectIndex = (table.columns as unknown as SharedColumns).project_id.internText(this.#projectId)
    return table
  }
}
