import type { IMetricReader, MetricData, ResourceMetrics, ScopeMetrics } from '@opentelemetry/sdk-metrics'
import type { TemporalityOf } from './instrument.ts'

/**
 * Lets a reader read metrics of ours together with those of OpenTelemetry's SDK. To be called before a provider has the reader.
 * @param scope theirs; what the SDK has of it is in one list with them.
 */
export function readAlso<Reader extends IMetricReader>(
  reader: Reader,
  scope: ScopeMetrics['scope'],
  collect: (temporalityOf: TemporalityOf) => MetricData[],
): Reader {
  const setMetricProducer = reader.setMetricProducer.bind(reader)
  reader.setMetricProducer = (producer) =>
    setMetricProducer({
      async collect(options) {
        const collected = await producer.collect(options)
        const metrics = collect((type) => reader.selectAggregationTemporality(type))
        if (metrics.length > 0) add(collected.resourceMetrics, scope, metrics)
        return collected
      },
    })
  return reader
}

function add({ scopeMetrics }: ResourceMetrics, scope: ScopeMetrics['scope'], metrics: MetricData[]): void {
  const same = scopeMetrics.find((known) => known.scope.name === scope.name && known.scope.version === scope.version)
  if (same) same.metrics.push(...metrics)
  else scopeMetrics.push({ scope, metrics })
}
