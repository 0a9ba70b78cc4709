const seriesCount = 20_000
const metricCount = 100

/** Which of a hundred metrics is what: 30 gauges, 35 cumulative and 10 delta sums, 15 cumulative and 5 delta histograms, 5 exponential ones. */
const kind = `multiIf(metric % 20 < 6, 'gauge', metric % 20 < 13, 'sum', metric % 20 < 15, 'delta_sum', metric % 20 < 18, 'histogram', metric % 20 = 18, 'delta_histogram', 'exponential')`
const seriesId = 'cityHash64(series, 11)'
const metricName = `concat(kind, '.', toString(metric))`

/**
 * Statements that fill metric tables with points over the 24 hours before `end`, milliseconds since the epoch, made inside
 * ClickHouse: 20 000 series of 100 metrics, 20 services. Counters restart once or twice in the range.
 * @returns statements that make points `offset` to `offset + count` of `rows`, those of all series of a moment together.
 */
export function fillMetrics(rows: number, offset: number, count: number, end: number): string[] {
  const perSeries = Math.max(1, Math.ceil(rows / seriesCount))
  const interval = Math.floor(86_400_000 / perSeries)
  const numbers = `SELECT
      number % ${seriesCount} AS series, intDiv(number, ${seriesCount}) AS at, series % ${metricCount} AS metric, ${kind} AS kind,
      ${perSeries} AS points, intDiv(points, 2) + cityHash64(series, 12) % (intDiv(points, 2) + 1) + 1 AS period, at % period + 1 AS since,
      fromUnixTimestamp64Milli(toInt64(${end - 86_400_000} + (at + 1) * ${interval} - cityHash64(series, 13) % ${interval}), 'UTC') AS time,
      startsWith(kind, 'delta') AS delta, if(delta, 1, since) AS times, cityHash64(series, 14) % 9 + 1 AS weight,
      time - toIntervalMillisecond(times * ${interval}) AS start
    FROM numbers(${offset}, ${count})`
  const into = (table: string, columns: string, values: string, kinds: string): string =>
    `INSERT INTO ${table} (project_id, retention_days, metric_name, series_id, timestamp, start_timestamp, ${columns})
    SELECT 'default', 30, ${metricName}, ${seriesId}, time, start, ${values} FROM (${numbers}) WHERE kind IN (${kinds})`
  return [
    into(
      'metric_points',
      'value',
      `if(kind = 'gauge', 50 + 40 * sin(at / 50 + series), times * weight)`,
      `'gauge', 'sum', 'delta_sum'`,
    ),
    into(
      'metric_histogram_points',
      'count, sum, min, max, explicit_bounds, bucket_counts',
      `arraySum(counts), times * weight * 2.5, 0.001, 30, [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 25] AS bounds,
      arrayMap(bucket -> toUInt64(times * (1 + (bucket * weight + series) % 7)), range(16)) AS counts`,
      `'histogram', 'delta_histogram'`,
    ),
    into(
      'metric_exponential_histogram_points',
      'count, sum, min, max, scale, zero_count, positive_offset, positive_bucket_counts',
      `arraySum(counts) + times, times * weight * 2.5, 0.001, 30, 3, times, -20,
      arrayMap(bucket -> toUInt64(times * (1 + (bucket * weight + series) % 7)), range(40)) AS counts`,
      `'exponential'`,
    ),
  ]
}

/** The series of those points, and the resources of their services. */
export function fillMetricSeries(end: number): string[] {
  const days = [end - 86_400_000, end].map((time) => Math.floor(time / 86_400_000))
  return [
    `INSERT INTO metric_series (project_id, metric_name, series_id, day, retention_days, type, temporality, is_monotonic, unit, description,
      service_name, resource_id, scope_name, attributes, last_seen)
    SELECT 'default', ${metricName}, ${seriesId}, toDate(arrayJoin([${days}])), 30,
      multiIf(kind = 'gauge', 1, kind IN ('sum', 'delta_sum'), 2, kind = 'exponential', 4, 3),
      multiIf(kind = 'gauge', 0, startsWith(kind, 'delta'), 1, 2), kind IN ('sum', 'delta_sum'), if(kind IN ('gauge', 'sum', 'delta_sum'), '1', 's'),
      'What it measures, in a sentence.', concat('service-', toString(service)), service, 'http-instrumentation',
      map('http.route', concat('/api/resource-', toString(instance % 50)), 'http.request.method', ['GET', 'POST', 'PUT', 'DELETE'][instance % 4 + 1],
        'instance', toString(instance)), toDateTime(${Math.floor(end / 1000)}, 'UTC')
    FROM (SELECT number AS series, series % ${metricCount} AS metric, intDiv(series, ${metricCount}) AS instance, instance % 20 AS service, ${kind} AS kind
      FROM numbers(${seriesCount}))`,
    `INSERT INTO resources (project_id, resource_id, service_name, attributes, first_seen, last_seen)
    SELECT 'default', number, concat('service-', toString(number)),
      map('service.name', concat('service-', toString(number)), 'k8s.pod.name', concat('pod-', toString(number))),
      toDateTime(${Math.floor(end / 1000)}, 'UTC'), toDateTime(${Math.floor(end / 1000)}, 'UTC')
    FROM numbers(20)`,
  ]
}
