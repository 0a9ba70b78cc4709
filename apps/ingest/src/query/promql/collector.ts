import type { Labels } from '../../promql/evaluate/labels.ts'
import type { MetricPart } from '../../promql/names/prometheus-names.ts'
import type { PointBlock } from './read-points.ts'
import type { SeriesBuilder } from './series-builder.ts'

/** A series whose points are wanted, as one part of its metric. */
export interface WantedSeries {
  id: bigint
  isDelta: boolean
  part: MetricPart
  /** But for the labels of a bucket or quantile. */
  labels: Labels
  /** Whether a bucket or quantile is wanted. */
  passes(label: 'le' | 'quantile', value: string): boolean
}

/** Puts a point into the series that it belongs to. */
export interface Collector {
  add(block: PointBlock, index: number): void
  end(time: number): void
  builders(): Iterable<SeriesBuilder>
}

export type ReadValue = (block: PointBlock, index: number) => number

export const numberAt =
  (column: number): ReadValue =>
  (block, index) =>
    (block[column]?.[index] as number | undefined) ?? Number.NaN
export const listAt = (block: PointBlock, column: number, index: number): readonly number[] =>
  (block[column]?.[index] as readonly number[] | undefined) ?? []

export const timeAt = numberAt(1)
export const startAt = numberAt(2)
