import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'

/** Downloads that run at once. Each holds a connection to ClickHouse for as long as its reader takes. */
export const downloadsMax = 8
/** What a question takes at the most whose answer is sent on as it is read. */
export const streamSecondsMax = 3600

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

/** Downloads have connections of their own, so that slow readers hold up nobody else's questions. Each has up to three under way. */
export function createStreamClient(options: Pick<ClickHouseOptions, 'url' | 'database'>): ClickHouseClient {
  // Nothing comes while ClickHouse sorts, or while a reader pauses. Either is ended by ClickHouse itself.
  return createClickHouseClient({
    ...options,
    requestTimeoutMs: streamSecondsMax * 1000,
    connectionsMax: 3 * downloadsMax,
  })
}
