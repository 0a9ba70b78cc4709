import type { ColumnBatch } from './column-batch.ts'
import type { Sequence } from './sequence.ts'
import type { TableColumns } from './table-columns.ts'

/** The tables whose rows say what other rows mean, and which every request repeats. */
export type DescriptiveTable = 'resources' | 'log_patterns' | 'metric_series'

/**
 * Where the rows of a request go while it is decoded: columns that it shares with the requests that become durable with it.
 * What a request put is taken back when its decoding throws. To be used within one synchronous call only.
 */
export interface RowSink {
  readonly batch: ColumnBatch
  /** For the `sequence` columns, in the order of the rows. */
  readonly sequence: Sequence
  /**
   * Asks once for each descriptive row of a request where to put it; `undefined` when nobody needs it again.
   * @param key `resourceKey`, `logPatternKey` or `metricSeriesKey` of the row.
   */
  describe<T extends DescriptiveTable>(table: T, key: string): TableColumns<T> | undefined
}
