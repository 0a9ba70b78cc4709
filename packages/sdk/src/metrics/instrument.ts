import { type HrTime, ValueType } from '@opentelemetry/api'
import { type AggregationTemporality, DataPointType, InstrumentType, type MetricData } from '@opentelemetry/sdk-metrics'
import type { MetricDefinition } from '../telemetry/telemetry-internals.ts'
import { ExponentialHistogram } from './exponential-histogram.ts'
import { Series } from './series.ts'
import type { TagSet } from './tag-sets.ts'

type Kind = MetricDefinition['kind']

/** Which temporality a reader wants of a kind of instrument. */
export type TemporalityOf = (type: InstrumentType) => AggregationTemporality

/** One metric, aggregated as it is recorded. */
export interface Instrument {
  readonly kind: Kind
  /** @param value finite; of counters and histograms not negative. */
  record(value: number, tags: TagSet): void
  /** Everything recorded, with delta temporality since the last call; undefined where there is nothing. */
  collect(at: HrTime, temporalityOf: TemporalityOf): MetricData | undefined
}

const TYPES = {
  counter: InstrumentType.COUNTER,
  updowncounter: InstrumentType.UP_DOWN_COUNTER,
  gauge: InstrumentType.GAUGE,
  histogram: InstrumentType.HISTOGRAM,
} as const satisfies Record<Kind, InstrumentType>

export function createInstrument({ name, kind, unit = '', description = '' }: MetricDefinition): Instrument {
  const descriptor = { name, description, unit, valueType: ValueType.DOUBLE }
  return kind === 'histogram' ? createHistogram(descriptor) : createNumber(descriptor, kind)
}

type Descriptor = MetricData['descriptor']

function createNumber(descriptor: Descriptor, kind: Exclude<Kind, 'histogram'>): Instrument {
  const series = new Series(() => ({ value: 0 }))
  const record: Instrument['record'] =
    kind === 'gauge'
      ? (value, tags) => {
          series.of(tags).value = value
        }
      : (value, tags) => {
          series.of(tags).value += value
        }
  return {
    kind,
    record,
    collect(at, temporalityOf) {
      const aggregationTemporality = temporalityOf(TYPES[kind])
      const dataPoints = series.collect(at, aggregationTemporality, ({ value }) => value)
      if (dataPoints.length === 0) return undefined
      const shared = { descriptor, aggregationTemporality, dataPoints }
      return kind === 'gauge'
        ? { ...shared, dataPointType: DataPointType.GAUGE }
        : { ...shared, dataPointType: DataPointType.SUM, isMonotonic: kind === 'counter' }
    },
  }
}

function createHistogram(descriptor: Descriptor): Instrument {
  const series = new Series(() => new ExponentialHistogram())
  return {
    kind: 'histogram',
    record: (value, tags) => series.of(tags).record(value),
    collect(at, temporalityOf) {
      const aggregationTemporality = temporalityOf(InstrumentType.HISTOGRAM)
      const dataPoints = series.collect(at, aggregationTemporality, (histogram) => histogram.toValue())
      if (dataPoints.length === 0) return undefined
      return { descriptor, aggregationTemporality, dataPoints, dataPointType: DataPointType.EXPONENTIAL_HISTOGRAM }
    },
  }
}
