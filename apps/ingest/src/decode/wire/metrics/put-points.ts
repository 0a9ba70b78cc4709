import { noRecordedValueFlag } from '@hanzo/schema/otlp'
import type { FixedColumn } from '../../../columns/fixed-column.ts'
import type { TableColumns } from '../../../columns/table-columns.ts'
import type { WireReader } from '../wire-reader.ts'
import { nanHigh, type PointFields, valueKind } from './point-fields.ts'
import { type PointTable, putMilliseconds } from './point-target.ts'

const twoTo32 = 2 ** 32
const exponentBits = 0x7ff0_0000

/** Puts a double of its bits. NaN has many bit patterns, and JavaScript but one. */
function putDouble(column: FixedColumn, low: number, high: number): void {
  const isNotANumber = (high & exponentBits) === exponentBits && ((high & 0x000f_ffff) | low) !== 0
  if (isNotANumber) column.putUint64(0, nanHigh)
  else column.putUint64(low, high)
}

export function putNumber(column: FixedColumn, kind: number, low: number, high: number): void {
  if (kind === valueKind.double) putDouble(column, low, high)
  else if (kind === valueKind.integer) column.putFloat64(high * twoTo32 + (low >>> 0))
  else column.putUint64(0, nanHigh)
}

/** Puts what remains of a row, and ends it. */
export type PutPoint<T extends PointTable> = (
  table: TableColumns<T>,
  point: PointFields,
  startMilliseconds: number,
  reader: WireReader,
) => void

export const putNumberPoint: PutPoint<'metric_points'> = (table, point, startMilliseconds) => {
  const { columns } = table
  putMilliseconds(columns.start_timestamp, startMilliseconds)
  columns.flags.putUint32(point.flags)
  const kind = (point.flags & noRecordedValueFlag) === 0 ? point.kind : valueKind.none
  putNumber(columns.value, kind, point.valueLow, point.valueHigh)
  table.endRow()
}

export const putHistogramPoint: PutPoint<'metric_histogram_points'> = (table, point, startMilliseconds, reader) => {
  const { columns } = table
  putMilliseconds(columns.start_timestamp, startMilliseconds)
  columns.flags.putUint32(point.flags)
  columns.count.putUint64(point.countLow, point.countHigh)
  putDouble(columns.sum, point.sumLow, point.sumHigh)
  putDouble(columns.min, point.minLow, point.minHigh)
  putDouble(columns.max, point.maxLow, point.maxHigh)
  // Bounds increase, so none is NaN: both lists are on the wire as the columns have them.
  columns.explicit_bounds.elements.putRun(reader.source, point.boundsStart, point.boundsEnd)
  columns.explicit_bounds.endRow()
  columns.bucket_counts.elements.putRun(reader.source, point.countsStart, point.countsEnd)
  columns.bucket_counts.endRow()
  table.endRow()
}

export const putExponentialHistogramPoint: PutPoint<'metric_exponential_histogram_points'> = (
  table,
  point,
  startMilliseconds,
  reader,
) => {
  const { columns } = table
  putMilliseconds(columns.start_timestamp, startMilliseconds)
  columns.flags.putUint32(point.flags)
  columns.count.putUint64(point.countLow, point.countHigh)
  putDouble(columns.sum, point.sumLow, point.sumHigh)
  putDouble(columns.min, point.minLow, point.minHigh)
  putDouble(columns.max, point.maxLow, point.maxHigh)
  columns.scale.putUint32(point.scale)
  columns.zero_count.putUint64(point.zeroCountLow, point.zeroCountHigh)
  putDouble(columns.zero_threshold, point.thresholdLow, point.thresholdHigh)
  columns.positive_offset.putUint32(point.positiveOffset)
  putVarints(columns.positive_bucket_counts.elements, reader, point.countsStart, point.countsEnd)
  columns.positive_bucket_counts.endRow()
  columns.negative_offset.putUint32(point.negativeOffset)
  putVarints(columns.negative_bucket_counts.elements, reader, point.negativeStart, point.negativeEnd)
  columns.negative_bucket_counts.endRow()
  table.endRow()
}

function putVarints(column: FixedColumn, reader: WireReader, start: number, end: number): void {
  reader.position = start
  while (reader.position < end) {
    reader.varint64()
    column.putUint64(reader.low, reader.high)
  }
}

export const putSummaryPoint: PutPoint<'metric_summary_points'> = (table, point, startMilliseconds) => {
  const { columns } = table
  putMilliseconds(columns.start_timestamp, startMilliseconds)
  columns.flags.putUint32(point.flags)
  columns.count.putUint64(point.countLow, point.countHigh)
  putDouble(columns.sum, point.sumLow, point.sumHigh)
  for (let at = 0; at < point.quantiles.length; at += 2) {
    columns.quantiles.elements.putFloat64(point.quantiles[at] as number)
    columns.quantile_values.elements.putFloat64(point.quantiles[at + 1] as number)
  }
  columns.quantiles.endRow()
  columns.quantile_values.endRow()
  table.endRow()
}
