import type { MetricType } from '@hanzo/schema/api'
import { withLabel } from '../../promql/evaluate/labels.ts'
import { printFloat } from '../../promql/evaluate/print-float.ts'
import { type Collector, listAt, numberAt, type ReadValue, startAt, timeAt, type WantedSeries } from './collector.ts'
import { exponentialBuckets } from './exponential-buckets.ts'
import type { PointBlock } from './read-points.ts'
import { SeriesBuilder } from './series-builder.ts'

/** One value of each point. */
function valueCollector(wanted: WantedSeries, read: ReadValue, skipsNothing: boolean): Collector {
  const builder = new SeriesBuilder(wanted)
  return {
    add(block, index) {
      const value = read(block, index)
      if (skipsNothing || !Number.isNaN(value)) builder.add(timeAt(block, index), value, startAt(block, index))
    },
    end: (time) => builder.end(time),
    builders: () => [builder],
  }
}

type Labelled = readonly (readonly [bound: number, value: number])[]

/** Several values of each point, told apart by a label. */
function labelledCollector(
  wanted: WantedSeries,
  label: 'le' | 'quantile',
  read: (block: PointBlock, index: number) => Labelled,
): Collector {
  const builders = new Map<number, SeriesBuilder | undefined>()
  const builderOf = (bound: number): SeriesBuilder | undefined => {
    if (builders.has(bound)) return builders.get(bound)
    const value = printFloat(bound)
    const labels = withLabel(wanted.labels, label, value)
    const builder = wanted.passes(label, value) ? new SeriesBuilder({ ...wanted, labels }) : undefined
    builders.set(bound, builder)
    return builder
  }
  return {
    add(block, index) {
      const time = timeAt(block, index)
      const start = startAt(block, index)
      for (const [bound, value] of read(block, index)) builderOf(bound)?.add(time, value, start)
    },
    end(time) {
      for (const builder of builders.values()) builder?.end(time)
    },
    builders: () => [...builders.values()].filter((builder) => builder !== undefined),
  }
}

/** Counts up to each bound. */
function explicitBuckets(block: PointBlock, index: number): Labelled {
  const bounds = listAt(block, 6, index)
  const counts = listAt(block, 7, index)
  let total = 0
  const buckets = counts.map((count, at): [number, number] => {
    total += count
    return [bounds[at] ?? Number.POSITIVE_INFINITY, total]
  })
  return buckets.length > 0 ? buckets : [[Number.POSITIVE_INFINITY, numberAt(4)(block, index)]]
}

function summaryQuantiles(block: PointBlock, index: number): Labelled {
  const values = listAt(block, 7, index)
  return listAt(block, 6, index).map((quantile, at): [number, number] => [quantile, values[at] ?? Number.NaN])
}

export interface CollectorParts {
  /** Bounds of exponential histograms, of all series of the metric. */
  bounds: Set<number>
  /** Told of samples that no row of the answer stands for. */
  onSamples(count: number): void
}

/** What collects the points of a series, by the columns that `readPoints` gives for its type. */
export function createCollector(
  type: MetricType,
  wanted: WantedSeries,
  { bounds, onSamples }: CollectorParts,
): Collector {
  switch (wanted.part) {
    case 'value':
      return valueCollector(wanted, numberAt(4), true)
    case 'count':
      return valueCollector(wanted, numberAt(4), true)
    case 'sum':
      return valueCollector(wanted, numberAt(5), false)
    case 'quantile':
      return labelledCollector({ ...wanted, isDelta: false }, 'quantile', summaryQuantiles)
    case 'bucket':
      return type === 'histogram'
        ? labelledCollector(wanted, 'le', explicitBuckets)
        : exponentialBuckets(wanted, bounds, onSamples)
  }
}
