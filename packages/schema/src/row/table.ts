import { attributeKeyColumns, attributeValueColumns } from './attribute-statistics-row.ts'
import type { RowOf } from './column.ts'
import { ingestOutcomeColumns } from './ingest-outcome-row.ts'
import { logPatternColumns } from './log-pattern-row.ts'
import { logColumns } from './log-row.ts'
import {
  metricExemplarColumns,
  metricExponentialHistogramPointColumns,
  metricHistogramPointColumns,
  metricPointColumns,
  metricSeriesColumns,
  metricSummaryPointColumns,
} from './metric-row.ts'
import { resourceColumns } from './resource-row.ts'
import { runningSpanColumns } from './running-span-row.ts'
import { spanColumns } from './span-row.ts'

/** Every table the writer inserts into, with its insertable columns. A test holds this against `DESCRIBE TABLE`. */
export const tables = {
  resources: resourceColumns,
  spans: spanColumns,
  running_spans: runningSpanColumns,
  logs: logColumns,
  log_patterns: logPatternColumns,
  metric_series: metricSeriesColumns,
  metric_points: metricPointColumns,
  metric_histogram_points: metricHistogramPointColumns,
  metric_exponential_histogram_points: metricExponentialHistogramPointColumns,
  metric_summary_points: metricSummaryPointColumns,
  metric_exemplars: metricExemplarColumns,
  ingest_outcomes: ingestOutcomeColumns,
  attribute_keys: attributeKeyColumns,
  attribute_values: attributeValueColumns,
} as const

export type TableName = keyof typeof tables

export type TableRow<T extends TableName> = RowOf<(typeof tables)[T]>

/** Rows of one request or one flush, by table. */
export type RowBatch = { [T in TableName]?: TableRow<T>[] }
