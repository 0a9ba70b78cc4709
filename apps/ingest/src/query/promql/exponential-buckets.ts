import { withLabel } from '../../promql/evaluate/labels.ts'
import { printFloat } from '../../promql/evaluate/print-float.ts'
import { type Collector, listAt, numberAt, startAt, timeAt, type WantedSeries } from './collector.ts'
import type { PointBlock } from './read-points.ts'
import { SeriesBuilder } from './series-builder.ts'

/** Buckets a doubling, as `2 ** scale`: each is 9 % wide, whatever the sender's scale. */
const scale = 3
/** Buckets that are wider than this many of ours are taken for what lies at their upper end. */
const spreadMax = 256

interface ExponentialPoint {
  time: number
  start: number
  total: number
  zeros: number
  /** Counts by bucket: index `i` of a side lies between `2 ** (i / 8)` and `2 ** ((i + 1) / 8)`. */
  positive: Map<number, number>
  negative: Map<number, number>
}

/**
 * Exponential histograms as classic buckets at one scale, so that they can be asked for quantiles like others.
 * @param shared gets the bounds of every point; series are built once all points are there.
 */
export function exponentialBuckets(
  wanted: WantedSeries,
  shared: Set<number>,
  onSamples: (count: number) => void,
): Collector {
  const points: ExponentialPoint[] = []
  const ends: number[] = []
  return {
    add(block, index) {
      const point = readPoint(block, index)
      points.push(point)
      for (const at of point.positive.keys()) shared.add(2 ** (at / 2 ** scale)).add(2 ** ((at + 1) / 2 ** scale))
      for (const at of point.negative.keys()) shared.add(-(2 ** (at / 2 ** scale))).add(-(2 ** ((at + 1) / 2 ** scale)))
      shared.add(0)
    },
    end: (time) => void ends.push(time),
    builders() {
      const bounds = [...shared].sort((a, b) => a - b)
      onSamples(points.length * bounds.length)
      const builders = [...bounds, Number.POSITIVE_INFINITY].map((bound) => {
        const le = printFloat(bound)
        return wanted.passes('le', le)
          ? new SeriesBuilder({ ...wanted, labels: withLabel(wanted.labels, 'le', le) })
          : undefined
      })
      for (const point of points) addPoint(point, bounds, builders)
      for (const time of ends) for (const builder of builders) builder?.end(time)
      return builders.filter((builder) => builder !== undefined)
    },
  }
}

function addPoint(
  { time, start, total, zeros, positive, negative }: ExponentialPoint,
  bounds: readonly number[],
  builders: readonly (SeriesBuilder | undefined)[],
): void {
  const below = new Map<number, number>()
  const put = (bound: number, count: number) => below.set(bound, (below.get(bound) ?? 0) + count)
  for (const [at, count] of negative) put(-(2 ** (at / 2 ** scale)), count)
  put(0, zeros)
  for (const [at, count] of positive) put(2 ** ((at + 1) / 2 ** scale), count)
  let counted = 0
  for (const [index, bound] of bounds.entries()) {
    counted += below.get(bound) ?? 0
    builders[index]?.add(time, counted, start)
  }
  builders[bounds.length]?.add(time, total, start)
}

function readPoint(block: PointBlock, index: number): ExponentialPoint {
  const own = numberAt(6)(block, index)
  const side = (offset: number, counts: number) =>
    atOurScale(own, numberAt(offset)(block, index), listAt(block, counts, index))
  return {
    time: timeAt(block, index),
    start: startAt(block, index),
    total: numberAt(4)(block, index),
    zeros: numberAt(7)(block, index),
    positive: side(8, 9),
    negative: side(10, 11),
  }
}

/** Finer buckets lie whole in one of ours; coarser ones are spread evenly over those that they hold. */
function atOurScale(own: number, offset: number, counts: readonly number[]): Map<number, number> {
  const result = new Map<number, number>()
  const put = (at: number, count: number) => result.set(at, (result.get(at) ?? 0) + count)
  const spread = 2 ** (scale - own)
  for (const [position, count] of counts.entries()) {
    if (count === 0) continue
    const at = offset + position
    if (own >= scale) put(Math.floor(at * spread), count)
    else if (spread > spreadMax) put((at + 1) * spread - 1, count)
    else for (let part = 0; part < spread; part++) put(at * spread + part, count / spread)
  }
  return result
}
