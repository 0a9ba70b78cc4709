import type { KeyValues } from '@hanzo/schema/otlp'
import type { ProjectCardinality } from '../../../cardinality/cardinality-guard.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import type { DecodeContext } from '../../decoded.ts'
import { type MetricOrigin, type Series, seriesOf } from '../../metric-series.ts'
import { createAttributeKeys } from '../attribute-key.ts'
import { AttributeList } from '../attribute-list.ts'
import { unusualShape } from '../unusual-shape.ts'
import type { WireReader } from '../wire-reader.ts'
import { MetricPutter } from './metric-putter.ts'
import { PointFields } from './point-fields.ts'
import { createMetricPlace } from './read-metric-header.ts'
import { RequestSeries } from './request-series.ts'
import { type KnownMetric, type KnownSeries, SeriesCache } from './series-cache.ts'

/** What the decoder of metrics keeps from one request to the next: what it learned, and room for what it reads. */
export class MetricMemory {
  readonly cache = new SeriesCache()
  readonly series = new RequestSeries()
  readonly point = new PointFields(createAttributeKeys())
  readonly place = createMetricPlace()
  readonly putter = new MetricPutter()
  readonly #attributes = new AttributeList(createAttributeKeys())
  #cardinality: ProjectCardinality | undefined

  begin({ project, cardinality }: DecodeContext, sink: RowSink): void {
    this.#cardinality = cardinality
    this.series.begin(project)
    this.putter.begin(sink, project)
  }

  /**
   * The series of points whose attributes stand there.
   * @throws unusualShape for attributes that are not read directly, and for a series that would be one too many.
   */
  seriesOf(metric: KnownMetric, origin: MetricOrigin, reader: WireReader, start: number, end: number): KnownSeries {
    const known = this.cache.series(metric, reader, start, end)
    if (known) {
      this.#admit(metric, known)
      return known
    }
    const { id } = this.#readSeries(origin, reader, start, end)
    const series = {
      low: Number(BigInt.asIntN(32, id)),
      high: Number(BigInt.asIntN(32, id >> 32n)),
      generation: -1,
      day: -1,
      key: '',
      request: -1,
      slot: 0,
    }
    this.#admit(metric, series)
    this.cache.addSeries(metric, reader, start, end, series)
    return series
  }

  /** Puts the rows of the series of this request. */
  finish(sink: RowSink, reader: WireReader): void {
    this.series.finish(sink, (origin, start, end) => this.#readSeries(origin, reader, start, end))
  }

  /** A series is asked for again when a generation begins, so that it stays active. */
  #admit(metric: KnownMetric, series: KnownSeries): void {
    const cardinality = this.#cardinality
    if (!cardinality || series.generation === cardinality.generation) return
    if (cardinality.series.admit(metric.identity.name, series.low, series.high)) throw unusualShape
    series.generation = cardinality.generation
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
