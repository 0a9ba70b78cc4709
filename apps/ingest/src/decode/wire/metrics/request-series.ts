import { metricSeriesKey } from '../../../columns/row-key.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import type { TableColumns } from '../../../columns/table-columns.ts'
import type { ProjectIdentity } from '../../../project-identity.ts'
import { dayOf, type MetricOrigin, type Series, type SeriesRows, seriesRowOf } from '../../metric-series.ts'
import { uint64Of } from '../halves.ts'
import type { FoundSeries } from './metric-memory.ts'

/** Where the attributes of a series stand, for whoever reads them again; or the series itself. */
export type SeriesPlace = { start: number; end: number } | Series

/** A series of one request on one day, with the last time it was seen. */
interface SeenSeries {
  key: string
  origin: MetricOrigin
  place: SeriesPlace
  seconds: number
}

/** Gathers the series of one request, in the order they come, so that each becomes one row a day with its latest time. */
export class RequestSeries implements Pick<SeriesRows, 'see'> {
  #project: ProjectIdentity = { projectId: '', retentionDays: 0 }
  #request = 0
  /** A series that is known by other bytes too, or that has points of several days, is in it more than once. */
  #seen: SeenSeries[] = []

  begin(project: ProjectIdentity): void {
    this.#project = project
    this.#request += 1
    this.#seen = []
  }

  /** Notes a point of a series that is known by its bytes. */
  seeKnown({ known, place }: FoundSeries, origin: MetricOrigin, seconds: number): void {
    const day = dayOf(seconds)
    if (known.request === this.#request && known.day === day) {
      const seen = this.#seen[known.slot] as SeenSeries
      if (seconds > seen.seconds) seen.seconds = seconds
      return
    }
    if (known.day !== day) {
      known.day = day
      known.key = metricSeriesKey(this.#project.projectId, origin.metric.name, uint64Of(known.low, known.high), day)
    }
    known.request = this.#request
    known.slot = this.#seen.push({ key: known.key, origin, place, seconds }) - 1
  }

  see(series: Series, origin: MetricOrigin, seconds: number): void {
    const key = metricSeriesKey(this.#project.projectId, origin.metric.name, series.id, dayOf(seconds))
    this.#seen.push({ key, origin, place: series, seconds })
  }

  /** Puts the rows that somebody needs. @param read reads a series again, of which only the place is known. */
  finish(sink: RowSink, read: (origin: MetricOrigin, start: number, end: number) => Series): void {
    const wanted = new Map<string, { first: SeenSeries; columns: TableColumns<'metric_series'> }>()
    for (const seen of this.#seen) {
      const columns = sink.describe('metric_series', seen.key)
      if (columns) wanted.set(seen.key, { first: seen, columns })
      else if (wanted.size > 0) {
        const first = wanted.get(seen.key)?.first
        if (first && seen.seconds > first.seconds) first.seconds = seen.seconds
      }
    }
    for (const { first, columns } of wanted.values()) {
      const { origin, place, seconds } = first
      const series = 'id' in place ? place : read(origin, place.start, place.end)
      columns.appendRow(seriesRowOf(series, origin, seconds, this.#project))
    }
    this.#seen = []
  }
}
