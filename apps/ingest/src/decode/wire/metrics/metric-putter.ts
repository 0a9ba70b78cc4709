import { appendBatch } from '../../../columns/append-batch.ts'
import type { RowSink } from '../../../columns/row-sink.ts'
import type { ProjectIdentity } from '../../../project-identity.ts'
import { createMetricRows, type MetricRows } from '../../metric-points.ts'
import type { SeriesRows } from '../../metric-series.ts'
import type { MetricDataField } from '../../read-metric.ts'
import type { WireReader } from '../wire-reader.ts'
import type { PointFields } from './point-fields.ts'
import { type PointTable, PointTarget } from './point-target.ts'
import { type ExemplarOrigin, putExemplars } from './put-exemplars.ts'
import {
  type PutPoint,
  putExponentialHistogramPoint,
  putHistogramPoint,
  putNumberPoint,
  putSummaryPoint,
} from './put-points.ts'
import type { KnownMetric, KnownSeries } from './series-cache.ts'

/** Puts the points of one kind into their table. */
interface PointPutter {
  begin(sink: RowSink, project: ProjectIdentity): void
  put(
    metric: KnownMetric,
    series: KnownSeries,
    milliseconds: number,
    startMilliseconds: number,
    point: PointFields,
    reader: WireReader,
  ): void
}

function pointPutter<T extends PointTable>(name: T, putPoint: PutPoint<T>): PointPutter {
  const target = new PointTarget(name)
  return {
    begin: (sink, project) => target.begin(sink, project),
    put(metric, series, milliseconds, startMilliseconds, point, reader) {
      putPoint(target.beginRow(metric, series, milliseconds), point, startMilliseconds, reader)
    },
  }
}

/** Puts rows of all tables of points, be they read from the wire or made on the generic path. */
export class MetricPutter {
  readonly #numbers = pointPutter('metric_points', putNumberPoint)
  readonly of: Readonly<Record<MetricDataField, PointPutter>> = {
    gauge: this.#numbers,
    sum: this.#numbers,
    histogram: pointPutter('metric_histogram_points', putHistogramPoint),
    exponentialHistogram: pointPutter('metric_exponential_histogram_points', putExponentialHistogramPoint),
    summary: pointPutter('metric_summary_points', putSummaryPoint),
  }
  readonly #exemplars = new PointTarget('metric_exemplars')

  begin(sink: RowSink, project: ProjectIdentity): void {
    for (const putter of Object.values(this.of)) putter.begin(sink, project)
    this.#exemplars.begin(sink, project)
  }

  putExemplars(point: PointFields, origin: ExemplarOrigin, reader: WireReader): void {
    if (point.exemplars.count > 0) putExemplars(this.#exemplars, point, origin, reader)
  }
}

/** Rows of the generic path, which go into the sink after each record, so that rows stay in the order of their records. */
export interface GenericRows {
  rows: MetricRows
  flush(): void
}

export function createGenericRows(
  sink: RowSink,
  project: ProjectIdentity,
  series: Pick<SeriesRows, 'see'>,
): GenericRows {
  const rows = createMetricRows(project)
  const { series: _series, ...tables } = rows
  rows.series = { ...rows.series, see: (...seen) => series.see(...seen) }
  return {
    rows,
    flush() {
      appendBatch(sink, tables)
      for (const table of Object.values(tables)) table.length = 0
    },
  }
}
