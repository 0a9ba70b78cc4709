import { AggregationTemporality, InstrumentType } from '@opentelemetry/sdk-metrics'

/** As OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE has them, in lower case. */
export type TemporalityPreference = 'delta' | 'cumulative' | 'lowmemory'

const deltaTypes: Record<TemporalityPreference, ReadonlySet<InstrumentType>> = {
  cumulative: new Set(),
  delta: new Set([
    InstrumentType.COUNTER,
    InstrumentType.OBSERVABLE_COUNTER,
    InstrumentType.HISTOGRAM,
    InstrumentType.GAUGE,
    InstrumentType.OBSERVABLE_GAUGE,
  ]),
  lowmemory: new Set([InstrumentType.COUNTER, InstrumentType.HISTOGRAM]),
}

/**
 * The temporality of each kind of instrument. Up-down counters are cumulative always: their changes mean nothing without the sum.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/
 */
export function temporalityOf(preference: TemporalityPreference): (type: InstrumentType) => AggregationTemporality {
  return (type) => (deltaTypes[preference].has(type) ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE)
}
