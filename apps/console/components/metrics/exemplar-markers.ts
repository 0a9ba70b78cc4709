import type { Aggregation } from '@hanzo/schema/api'
import type { ChartMarker } from '@/components/chart/chart-markers.tsx'
import { momentLabel } from '@/components/chart/time-label.ts'
import { traceHref } from '@/lib/trace-href.ts'

export interface Exemplar {
  timeUnixMilliseconds: number
  value: number
  traceId: string
  spanId: string
}

/** Where the chart shows measurements themselves, and no sums or rates of them. */
const measured: ReadonlySet<Aggregation> = new Set(['avg', 'min', 'max', 'last', 'p50', 'p75', 'p90', 'p95', 'p99'])

interface MarkerOptions {
  projectId: string
  aggregation: Aggregation
  format: (value: number) => string
  /** The trace that is looked at: its dots stand out. */
  traceId?: string
}

/** Measurements as dots on a chart that lead to their traces. */
export function exemplarMarkers(exemplars: readonly Exemplar[], options: MarkerOptions): ChartMarker[] {
  return exemplars.map((exemplar, index) => {
    const { timeUnixMilliseconds, value, traceId, spanId } = exemplar
    const time = timeUnixMilliseconds / 1000
    return {
      key: `${timeUnixMilliseconds} ${traceId} ${spanId} ${index}`,
      time,
      value: measured.has(options.aggregation) ? value : null,
      href: traceHref(options.projectId, traceId, /^0*$/.test(spanId) ? '' : spanId),
      label: `${options.format(value)} at ${momentLabel(time)}: open its trace`,
      isStrong: traceId === options.traceId,
    }
  })
}
