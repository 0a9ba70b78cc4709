import type { Resource } from '@opentelemetry/resources'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { AggregationType, InstrumentType, MeterProvider } from '@opentelemetry/sdk-metrics'
import type { Destination } from '../export/destination.ts'
import type { MetricRecorder } from '../metrics/metric-recorder.ts'
import { readAlso } from '../metrics/read-also.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { createSampler } from '../spans/create-sampler.ts'
import type { SpanPipeline } from '../spans/span-pipeline.ts'
import { createTracerProvider, type SpanTracerProvider } from '../spans/span-tracer-provider.ts'
import type { LogRecorder } from './log-recorder.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { SDK_NAME, SDK_VERSION } from './sdk-version.ts'
import type { Stamp } from './stamp.ts'
import { createStampLogRecordProcessor } from './stamp-log-record-processor.ts'

const HISTOGRAM_BUCKETS_MAX = 160
const ATTRIBUTE_SETS_MAX = 2000

export interface ProviderParts {
  config: ResolvedConfig
  resource: Resource
  destination: Destination | undefined
  pipeline: SpanPipeline
  stamp: Stamp
  redactor: Redactor
  logs: LogRecorder
  metrics: MetricRecorder
  /** Counts every log record, whichever logger it comes from. */
  counts: { logs: number }
}

/** OpenTelemetry's three providers over one resource and one destination. */
export function createProviders(parts: ProviderParts): {
  tracerProvider: SpanTracerProvider
  meterProvider: MeterProvider
  loggerProvider: LoggerProvider
} {
  const { config, resource, destination, pipeline, stamp, redactor, logs, metrics, counts } = parts
  const tracerProvider = createTracerProvider({
    resource,
    sampler: createSampler(config.sampling),
    limits: config.spanLimits,
    pipeline,
  })
  const meterProvider = new MeterProvider({
    resource,
    readers: destination
      ? [readAlso(destination.metricReader, { name: SDK_NAME, version: SDK_VERSION }, metrics.collect)]
      : [],
    views: [
      {
        instrumentType: InstrumentType.HISTOGRAM,
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: HISTOGRAM_BUCKETS_MAX } },
        aggregationCardinalityLimit: ATTRIBUTE_SETS_MAX,
      },
    ],
  })
  const stampLogs = createStampLogRecordProcessor({
    stamp,
    redactor,
    isOwn: logs.isEmitting,
    onEmit: () => {
      counts.logs += 1
    },
  })
  const loggerProvider = new LoggerProvider({
    resource,
    processors: destination ? [stampLogs, destination.logRecordProcessor] : [stampLogs],
  })
  return { tracerProvider, meterProvider, loggerProvider }
}
