/** The place in the trace of each span's parent: three services call each other, the last one a database and a model. */
const parents = '[0, 1, 2, 3, 3, 3, 6, 7, 7, 7]'
/** How many services on from the first one each span of a trace stands. */
const steps = '[0, 0, 1, 1, 1, 1, 2, 2, 2, 2]'
/** 1 internal, 2 server, 3 client. */
const kinds = '[2, 3, 2, 3, 1, 3, 2, 3, 3, 1]'

/**
 * Fills `spans` and `logs` with rows over the last 24 hours, made inside ClickHouse: 20 services, 200 operations,
 * traces of ten spans through three services, 5 % errors, 3 % model calls; logs of 60 templates. Quicker than sending them, equal for the queries.
 * Each statement makes `count` rows from number `offset` of the `rows` in all: inserted at once they would not fit the engine's memory.
 */
export function fillSpans(rows: number, offset: number, count: number): string {
  return `INSERT INTO spans (project_id, retention_days, timestamp, duration_nanoseconds, trace_id, span_id, parent_span_id, name, kind,
    service_name, status_code, resource_id, attributes_string, attributes_int, http_route, http_response_status_code, session_id, user_id,
    gen_ai_operation_name, gen_ai_provider_name, gen_ai_request_model, gen_ai_input_tokens, gen_ai_output_tokens, sequence)
  SELECT 'default', 30, now64(9) - toIntervalNanosecond(intDiv(86400000000000, ${rows}) * number), toUInt64(1e6 * exp(4 * (cityHash64(number, 1) % 1000) / 1000)),
    unhex(lpad(hex(intDiv(number, 10) + 1), 32, '0')), unhex(lpad(hex(number + 1), 16, '0')),
    if(number % 10 = 0, unhex('0000000000000000'), unhex(lpad(hex(intDiv(number, 10) * 10 + ${parents}[number % 10 + 1]), 16, '0'))),
    concat('operation-', toString(service * 10 + number % 10)), ${kinds}[number % 10 + 1], concat('service-', toString(service)),
    if(cityHash64(number, 2) % 20 = 0, 2, 0), service,
    mapConcat(map('http.route', route, 'user.id', user, 'app.feature', concat('feature-', toString(number % 9))),
      if(number % 10 = 3, map('db.system.name', 'postgresql'), CAST(map(), 'Map(String, String)'))), map('http.response.status_code', 200),
    route, 200, concat('session-', toString(cityHash64(intDiv(number, 40)) % 30000)), user,
    if(model, 'chat', ''), if(model, 'openai', ''), if(model, 'gpt-4.1', ''), if(model, 900, 0), if(model, 120, 0), number
  FROM (SELECT number, (cityHash64(intDiv(number, 10)) + ${steps}[number % 10 + 1]) % 20 AS service, concat('/api/resource-', toString(cityHash64(number, 3) % 300)) AS route,
    concat('user-', toString(cityHash64(number, 4) % 50000)) AS user, number % 10 = 8 AND cityHash64(number, 5) % 3 = 0 AS model FROM numbers(${offset}, ${count}))`
}

export function fillLogs(rows: number, offset: number, count: number): string {
  return `INSERT INTO logs (project_id, retention_days, timestamp, observed_timestamp, trace_id, span_id, severity_number, severity_text, service_name,
    body, resource_id, attributes_string, user_id, sequence)
  SELECT 'default', 30, moment, moment, unhex(lpad(hex(intDiv(number, 10) + 1), 32, '0')), unhex(lpad(hex(number + 1), 16, '0')),
    severity, multiIf(severity = 17, 'ERROR', severity = 13, 'WARN', 'INFO'), concat('service-', toString(cityHash64(intDiv(number, 10)) % 20)),
    concat('template ', toString(number % 60), ' handled request ', hex(cityHash64(number, 6)), ' of customer ', toString(cityHash64(number, 4) % 50000), if(severity = 17, ' card declined', '')),
    cityHash64(intDiv(number, 10)) % 20, map('http.route', concat('/api/resource-', toString(cityHash64(number, 3) % 300)), 'user.id', concat('user-', toString(cityHash64(number, 4) % 50000))), '', number
  FROM (SELECT number, now64(9) - toIntervalNanosecond(intDiv(86400000000000, ${rows}) * number) AS moment,
    multiIf(cityHash64(number, 7) % 40 = 0, 17, cityHash64(number, 7) % 12 = 0, 13, 9) AS severity FROM numbers(${offset}, ${count}))`
}
