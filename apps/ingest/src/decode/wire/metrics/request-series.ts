import { metricSeriesKey } from '../../../columns/row-key.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import type { ProjectIdentity } from '../../../project-identity.ts'
import { dayOf, type MetricOrigin, type Series, type SeriesRows, seriesRowOf } from '../../metric-series.ts'
import type { KnownSeries } from './series-cache.ts'

/** Where the attributes of a series stand, for whoever reads them again; or the series itself. */
export type SeriesPlace = { start: number; end: number } | Series

/** A series of one request on one day, with the last time it was seen. */
interface SeenSeries {
  key: string
  origin: MetricOrigin
  series: SeriesPlace
  seconds: number
}

/** Gathers the series of one request, in the order they come, so that each becomes one row a day with its latest time. */
export class RequestSeries implements Pick<SeriesRows, 'see'> {
  #project: ProjectIdentity = { projectId: '', retentionDays: 0 }
  #request = 0
  #seen: SeenSeries[] = []
  /** By key; made when a series is looked for that does not know its slot. */
  #slots: Map<string, number> | undefined

  begin(project: ProjectIdentity): void {
    this.#project = project
    this.#request += 1
    this.#seen = []
    this.#slots = undefined
  }

  /** Notes a point of a series that is known by its bytes. */
  seeKnown(known: KnownSeries, origin: MetricOrigin, start: number, end: number, seconds: number): void {
    const day = dayOf(seconds)
    const isSeen = known.request === this.#request
    if (isSeen && known.day === day) {
      const seen = this.#seen[known.slot] as SeenSeries
      if (seconds > seen.seconds) seen.seconds = seconds
      return
    }
    if (known.day !== day) {
      known.day = day
      known.key = this.#keyOf(known, origin, day)
    }
    // A series with points of two days changes its slot each time.
    const former = isSeen || this.#slots ? this.#slotOf(known.key) : undefined
    known.request = this.#request
    known.slot = former ?? this.#add({ key: known.key, origin, series: { start, end }, seconds })
    const seen = this.#seen[known.slot] as SeenSeries
    if (seconds > seen.seconds) seen.seconds = seconds
  }

  see(series: Series, origin: MetricOrigin, seconds: number): void {
    const key = metricSeriesKey(this.#project.projectId, origin.metric.name, series.id, dayOf(seconds))
    const slot = this.#slotOf(key)
    const seen = slot === undefined ? undefined : this.#seen[slot]
    if (!seen) this.#add({ key, origin, series, seconds })
    else if (seconds > seen.seconds) seen.seconds = seconds
  }

  /** Puts the rows that somebody needs. @param read reads a series again, of which only the place is known. */
  finish(sink: RowSink, read: (origin: MetricOrigin, start: number, end: number) => Series): void {
    for (const { key, origin, series, seconds } of this.#seen) {
      const columns = sink.describe('metric_series', key)
      if (!columns) continue
      const full = 'id' in series ? series : read(origin, series.start, series.end)
      columns.appendRow(seriesRowOf(full, origin, seconds, this.#project))
    }
    this.#seen = []
    this.#slots = undefined
  }

  #keyOf({ low, high }: KnownSeries, origin: MetricOrigin, day: number): string {
    const id = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)
    return metricSeriesKey(this.#project.projectId, origin.metric.name, id, day)
  }

  #slotOf(key: string): number | undefined {
    this.#slots ??= new Map(this.#seen.map((seen, slot) => [seen.key, slot]))
    return this.#slots.get(key)
  }

  #add(seen: SeenSeries): number {
    const slot = this.#seen.push(seen) - 1
    this.#slots?.set(seen.key, slot)
    return slot
  }
}
