import { type ClickHouseClient, createClient } from '@clickhouse/client'

export interface StoredSpan {
  name: string
  /** As OpenTelemetry numbers it: 1 internal, 3 client. */
  kind: number
  status: number
  statusMessage: string
  traceId: string
  spanId: string
  parentSpanId: string
  sessionId: string
  service: string
  durationMs: number
  attributes: Record<string, string>
  events: { name: string; attributes: Record<string, string> }[]
  links: string[]
}

export interface StoredLog {
  body: string
  severity: string
  eventName: string
  traceId: string
  spanId: string
  sessionId: string
  attributes: Record<string, string>
}

/** One series of a metric with all its points added up. */
export interface StoredMetric {
  name: string
  type: 'gauge' | 'sum' | 'histogram'
  unit: string
  tags: Record<string, string>
  /** A delta counter's points added up, the last value of a gauge or of a cumulative sum, the sum of a histogram. */
  value: number
  /** The points in their order. */
  values: number[]
  /** Points of a number, records of a histogram. */
  count: number
}

/** What a service has sent, as it stands in ClickHouse. Each reads until `isThere`, at most 30 s, and returns what it read last. */
export interface StoredTelemetry {
  spans(service: string, isThere: (spans: StoredSpan[]) => boolean): Promise<StoredSpan[]>
  logs(service: string, isThere: (logs: StoredLog[]) => boolean): Promise<StoredLog[]>
  metrics(service: string, isThere: (metrics: StoredMetric[]) => boolean): Promise<StoredMetric[]>
  /** The attributes of a service's resource. */
  resource(service: string): Promise<Record<string, string>>
  /** How many spans, log records and metric series a service has sent so far. */
  count(service: string): Promise<number>
  close(): Promise<void>
}

const attributes = `mapConcat(attributes_string, attributes_unindexed, attributes_json,
  mapApply((k, v) -> (k, toString(v)), attributes_int), mapApply((k, v) -> (k, toString(v)), attributes_double),
  mapApply((k, v) -> (k, toString(v)), attributes_bool)) AS attributes`

const spansSql = `SELECT name, kind, status_code AS status, status_message AS statusMessage, lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId, if(is_root, '', lower(hex(parent_span_id))) AS parentSpanId, session_id AS sessionId,
  service_name AS service, toFloat64(duration_nanoseconds) / 1e6 AS durationMs,
  arrayMap((name, attributes) -> tuple(name, attributes)::Tuple(name String, attributes Map(String, String)),
    events.name, events.attributes) AS events,
  arrayMap(id -> lower(hex(id)), links.span_id) AS links, ${attributes}
  FROM spans WHERE service_name = {service:String} ORDER BY timestamp LIMIT 5000`

const logsSql = `SELECT body, severity_text AS severity, event_name AS eventName, lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId, session_id AS sessionId, ${attributes}
  FROM logs WHERE service_name = {service:String} ORDER BY timestamp LIMIT 5000`

const series = `SELECT metric_name, series_id, any(unit) AS unit, any(attributes) AS tags, any(type) AS type,
  any(temporality) AS temporality
  FROM metric_series WHERE service_name = {service:String} GROUP BY metric_name, series_id`

const numbersSql = `SELECT s.metric_name AS name, if(any(s.type) = 1, 'gauge', 'sum') AS type, any(s.unit) AS unit, any(s.tags) AS tags,
  toFloat64(if(any(s.temporality) = 1, sum(p.value), argMax(p.value, p.timestamp))) AS value,
  arraySort((v, t) -> t, groupArray(p.value), groupArray(p.timestamp)) AS values, toUInt32(count()) AS count
  FROM metric_points AS p INNER JOIN (${series}) AS s ON p.series_id = s.series_id AND p.metric_name = s.metric_name
  GROUP BY s.metric_name, s.series_id`

const histogramsSql = `SELECT s.metric_name AS name, 'histogram' AS type, any(s.unit) AS unit, any(s.tags) AS tags,
  toFloat64(sum(p.sum)) AS value, groupArray(p.sum) AS values, toUInt32(sum(p.count)) AS count
  FROM metric_exponential_histogram_points AS p
  INNER JOIN (${series}) AS s ON p.series_id = s.series_id AND p.metric_name = s.metric_name
  GROUP BY s.metric_name, s.series_id`

const resourceSql = `SELECT attributes FROM resources WHERE service_name = {service:String} LIMIT 1`

const countSql = `SELECT toUInt32((SELECT count() FROM spans WHERE service_name = {service:String})
  + (SELECT count() FROM logs WHERE service_name = {service:String})
  + (SELECT count() FROM metric_series WHERE service_name = {service:String})) AS records`

const withinMs = 30_000
const pauseMs = 250

export function openStoredTelemetry(url: string): StoredTelemetry {
  const clickhouse: ClickHouseClient = createClient({ url, database: 'hanzo' })
  async function rows<T>(query: string, service: string): Promise<T[]> {
    const result = await clickhouse.query({ query, query_params: { service }, format: 'JSONEachRow' })
    return result.json<T>()
  }
  async function poll<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
    const deadline = Date.now() + withinMs
    for (;;) {
      const value = await read()
      if (isThere(value) || Date.now() > deadline) return value
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  return {
    spans: (service, isThere) => poll(() => rows<StoredSpan>(spansSql, service), isThere),
    logs: (service, isThere) => poll(() => rows<StoredLog>(logsSql, service), isThere),
    metrics: (service, isThere) =>
      poll(
        async () => [
          ...(await rows<StoredMetric>(numbersSql, service)),
          ...(await rows<StoredMetric>(histogramsSql, service)),
        ],
        isThere,
      ),
    async resource(service) {
      const [row] = await poll(() => rows<{ attributes: Record<string, string> }>(resourceSql, service), hasOne)
      return row?.attributes ?? {}
    },
    async count(service) {
      const [row] = await rows<{ records: number }>(countSql, service)
      return row?.records ?? 0
    },
    close: () => clickhouse.close(),
  }
}

const hasOne = (rows: unknown[]): boolean => rows.length > 0
