import type { Config } from '../config.ts'
import type { IngestSettings } from './messages.ts'

/** What the ingest thread needs of the configuration. */
export function ingestSettings(config: Config): Omit<IngestSettings, 'takesOver'> {
  return {
    dataDir: config.HANZO_DATA_DIR,
    clickhouseUrl: config.CLICKHOUSE_URL,
    database: config.CLICKHOUSE_DATABASE,
    segmentBytesMax: config.SPOOL_SEGMENT_BYTES,
    segmentAgeMaxMs: config.SPOOL_SEGMENT_MILLISECONDS,
    cardinality: {
      seriesMax: config.METRIC_SERIES_MAX,
      seriesPerMetricMax: config.METRIC_SERIES_PER_METRIC_MAX,
      attributeKeysMax: config.ATTRIBUTE_KEYS_MAX,
    },
    ...(config.HANZO_INSTANCE === undefined ? {} : { instance: config.HANZO_INSTANCE }),
    ...(config.SPOOL_BYTES_MAX === undefined ? {} : { spoolBytesMax: config.SPOOL_BYTES_MAX }),
  }
}
