import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

export interface ClickHouseOptions {
  /** ClickHouse's HTTP interface; user and password may stand in it. */
  url: string
  database: string
  requestTimeoutMs?: number
  connectionsMax?: number
}

/** A client bound to one database. The one place that makes clients, so that all of them agree on how values travel. */
export function createClickHouseClient(options: ClickHouseOptions): ClickHouseClient {
  return createClient({
    url: options.url,
    database: options.database,
    application: 'hanzo-cloud',
    request_timeout: options.requestTimeoutMs ?? 60_000,
    max_open_connections: options.connectionsMax ?? 32,
    // What fails is thrown, mapped to our errors and logged by who called.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      // 64-bit integers do not fit JSON numbers, and NaN and infinity are no JSON at all.
      output_format_json_quote_64bit_integers: 1,
      output_format_json_quote_denormals: 1,
    },
  })
}
