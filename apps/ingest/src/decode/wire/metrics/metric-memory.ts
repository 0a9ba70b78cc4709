import type { KeyValues } from '@hanzo/schema/otlp'
import type { ProjectCardinality } from '../../../cardinality/cardinality-guard.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import { addsUp, overflowAttributes } from '../../admit-series.ts'
import type { DecodeContext } from '../../decoded.ts'
import { type MetricOrigin, type Series, seriesOf } from '../../metric-series.ts'
import { createAttributeKeys } from '../attribute-key.ts'
import { AttributeList } from '../attribute-list.ts'
import type { WireReader } from '../wire-reader.ts'
import { MetricPutter } from './metric-putter.ts'
import { PointFields } from './point-fields.ts'
import { createMetricPlace } from './read-metric-header.ts'
import { RequestSeries, type SeriesPlace } from './request-series.ts'
import { type KnownMetric, type KnownSeries, knownSeriesOf, SeriesCache } from './series-cache.ts'

/** A series as it is known, and where to read it again: it may be that nobody needs to. */
export interface FoundSeries {
  known: KnownSeries
  place: SeriesPlace
}

/** What the decoder of metrics keeps from one request to the next: what it learned, and room for what it reads. */
export class MetricMemory {
  readonly cache = new SeriesCache()
  readonly series = new RequestSeries()
  readonly point = new PointFields(createAttributeKeys())
  readonly place = createMetricPlace()
  readonly putter = new MetricPutter()
  readonly #attributes = new AttributeList(createAttributeKeys())

  begin({ project }: DecodeContext, sink: RowSink): void {
    this.series.begin(project)
    this.putter.begin(sink, project)
  }

  /**
   * The series of points whose attributes stand there, and what is to be remembered of it for this request. It is not admitted.
   * @throws unusualShape for attributes that are not read directly.
   */
  find(metric: KnownMetric, origin: MetricOrigin, reader: WireReader, start: number, end: number): FoundSeries {
    const known = this.cache.series(metric, reader, start, end)
    if (known) return { known, place: { start, end } }
    const series = this.#readSeries(origin, reader, start, end)
    return { known: knownSeriesOf(series), place: series }
  }

  /** Remembers a series that `find` had to read. */
  remember(metric: KnownMetric, reader: WireReader, { known, place }: FoundSeries, start: number, end: number): void {
    if ('id' in place) this.cache.addSeries(metric, reader, start, end, known)
  }

  /** The series for points of this metric whose own is refused; `undefined` when there is none for such points. */
  overflowOf(metric: KnownMetric, origin: MetricOrigin, cardinality: ProjectCardinality): FoundSeries | undefined {
    if (!addsUp(metric.identity)) return undefined
    if (!metric.overflow) {
      const series = seriesOf(origin, overflowAttributes)
      metric.overflow = { known: knownSeriesOf(series), series }
    }
    const { known, series } = metric.overflow
    if (!cardinality.series.admitOverflow(known.low, known.high)) return undefined
    return { known, place: series }
  }

  /** Puts the rows of the series of this request. */
  finish(sink: RowSink, reader: WireReader): void {
    this.series.finish(sink, (origin, start, end) => this.#readSeries(origin, reader, start, end))
  }

  #readSeries(origin: MetricOrigin, reader: WireReader, start: number, end: number): Series {
    const list = this.#attributes
    list.clear()
    reader.position = start
    while (reader.position < end) {
      reader.varint()
      list.read(reader)
    }
    const attributes: KeyValues = new Map(
      Array.from({ length: list.count }, (_, at) => [list.keys[at]?.text ?? '', list.valueAt(at, reader)]),
    )
    return seriesOf(origin, attributes)
  }
}
