import { compareLabels, printLabels, withLabel } from '../../promql/evaluate/labels.ts'
import type { SampledSeries } from '../../promql/evaluate/samples.ts'

export interface FoundSeries {
  id: bigint
  series: SampledSeries
}

/** Tells senders apart that have the same labels. */
export const senderLabel = 'otel_series_id'

/**
 * Gives every series labels of its own. Series with the same labels are one, as after a restart, unless they were there
 * at the same time: then each gets its id as a label, and the caller is told.
 */
export function joinSeries(found: readonly FoundSeries[], warn: (message: string) => void): SampledSeries[] {
  const groups = new Map<string, FoundSeries[]>()
  for (const one of found) {
    if (one.series.times.length === 0) continue
    const group = groups.get(one.series.labels.key)
    if (group) group.push(one)
    else groups.set(one.series.labels.key, [one])
  }
  const joined: SampledSeries[] = []
  for (const group of groups.values()) {
    const ordered = group.toSorted((a, b) => firstOf(a) - firstOf(b))
    const overlaps = ordered.some((one, index) => index > 0 && firstOf(one) <= lastOf(ordered[index - 1]))
    if (!overlaps) joined.push(concatenate(ordered.map(({ series }) => series)))
    else {
      const labels = group[0] ? printLabels(group[0].series.labels) : ''
      warn(
        `${group.length} senders have the same labels ${labels}: they are told apart by ${senderLabel}. Give each a service.instance.id`,
      )
      for (const { id, series } of ordered) {
        joined.push({
          ...series,
          labels: withLabel(series.labels, senderLabel, id.toString(16).padStart(16, '0')),
        })
      }
    }
  }
  return joined.sort((a, b) => compareLabels(a.labels, b.labels))
}

const firstOf = (one: FoundSeries | undefined): number => one?.series.times[0] ?? Number.NEGATIVE_INFINITY
const lastOf = (one: FoundSeries | undefined): number => one?.series.times.at(-1) ?? Number.NEGATIVE_INFINITY

function concatenate(parts: readonly SampledSeries[]): SampledSeries {
  const [first, ...rest] = parts
  if (!first) throw new RangeError('a group has a series')
  if (rest.length === 0) return first
  const hasStale = parts.some(({ stale }) => stale)
  return {
    labels: first.labels,
    times: Float64Array.from(parts.flatMap(({ times }) => [...times])),
    values: Float64Array.from(parts.flatMap(({ values }) => [...values])),
    ...(hasStale && {
      stale: Uint8Array.from(parts.flatMap(({ stale, times }) => [...(stale ?? new Uint8Array(times.length))])),
    }),
  }
}
