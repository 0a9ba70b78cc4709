import type { Resource } from '@opentelemetry/resources'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { AggregationType, InstrumentType, MeterProvider } from '@opentelemetry/sdk-metrics'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import type { Destination } from '../export/destination.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { createSampler } from '../spans/create-sampler.ts'
import type { SpanPipeline } from '../spans/span-pipeline.ts'
import type { LogRecorder } from './log-recorder.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import type { Stamp } from './stamp.ts'
import { createStampLogRecordProcessor } from './stamp-log-record-processor.ts'
import type { TagSets } from './tag-sets.ts'

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
  tagSets: TagSets
  /** Counts every log record, whichever logger it comes from. */
  counts: { logs: number }
}

/** OpenTelemetry's three providers over one resource and one destination. */
export function createProviders(parts: ProviderParts): {
  tracerProvider: TracerProvider
  meterProvider: MeterProvider
  loggerProvider: LoggerProvider
} {
  const { config, resource, destination, pipeline, stamp, redactor, logs, tagSets, counts } = parts
  const tracerProvider = new TracerProvider({
    resource,
    sampler: createSampler(config.sampling),
    spanLimits: config.spanLimits,
    spanProcessors: [pipeline],
  })
  const meterProvider = new MeterProvider({
    resource,
    readers: destination ? [tagSets.restoreIn(destination.metricReader)] : [],
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
