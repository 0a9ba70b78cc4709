/** One body a line, chosen by the row's number: texts, JSON, stack traces, long lines, other scripts. `n` and `hash` are of the row. */
const bodies = [
  `concat('GET /api/orders/', toString(n % 5000), ' 200 in ', toString(hash % 900), ' ms')`,
  `concat('agent step ', toString(n % 12), ': calling tool search_flights with {"from":"BER","to":"LIS","pax":', toString(n % 4 + 1), '}')`,
  `concat('{"event":"tool.call","tool":{"name":"', ['search','refund','mail','sql'][n % 4 + 1], '","attempt":', toString(n % 3 + 1), '},"duration_ms":', toString(hash % 4000), ',"ok":', if(hash % 9 = 0, 'false', 'true'), ',"tags":["agent","v', toString(n % 5), '"],"customer":{"id":"c-', toString(hash % 50000), '","tier":"', ['gold','silver','free'][n % 3 + 1], '"},"note":null}')`,
  `concat('Traceback (most recent call last):\\n  File "/srv/agent/run.py", line ', toString(n % 300), ', in step\\n    result = tool(**arguments)\\n  File "/srv/agent/tools/refund.py", line 88, in refund\\n    raise CardDeclined(card)\\nCardDeclined: card declined: insufficient funds (customer c-', toString(hash % 50000), ')')`,
  `concat('Kunde ', toString(hash % 50000), ' hat in der Straße „Grüne Gasse“ bestellt – Größe Ü, ', toString(n % 90), ' Stück')`,
  `concat('モデルの応答を受信しました: トークン数=', toString(hash % 8000), ' セッション=', hex(hash % 30000))`,
  `concat('prompt ', repeat('The quick brown agent jumps over the lazy context window. ', toUInt64(20 + n % 200)), 'end ', hex(hash))`,
  `concat('level=warn msg="retrying request" attempt=', toString(n % 5), ' backoff=', toString(hash % 30), 's url=https://api.example.com/v1/messages?id=', hex(hash))`,
  `concat('connection reset by peer: 10.0.', toString(n % 255), '.', toString(hash % 255), ':5432 → pool exhausted after ', toString(n % 60), 's')`,
  `concat('cache hit ratio ', toString(round((hash % 1000) / 1000, 3)), ' 🚀 model=gpt-4.1-mini temperature=0.', toString(n % 10))`,
]

/**
 * Fills `logs` with rows of real variety over the last 24 hours, for looking at pages: agents, JSON bodies, stack traces, long lines,
 * German, Japanese and emoji, twelve services, every severity. Made inside ClickHouse; `count` rows from number `offset` of the `rows` in all.
 */
export function fillVariedLogs(rows: number, offset: number, count: number): string {
  return `INSERT INTO logs (project_id, retention_days, timestamp, observed_timestamp, trace_id, span_id, severity_number, severity_text, service_name,
    event_name, scope_name, body, body_is_json, resource_id, attributes_string, attributes_int, attributes_bool, attributes_json, session_id, user_id, sequence)
  SELECT 'default', 30, moment, moment + toIntervalMillisecond(3), if(n % 7 = 0, unhex(repeat('00', 16)), unhex(lpad(hex(intDiv(n, 10) + 1), 32, '0'))),
    if(n % 7 = 0, unhex(repeat('00', 8)), unhex(lpad(hex(n + 1), 16, '0'))), severity,
    ['', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'][intDiv(severity + 3, 4) + 1],
    ['agent-runtime', 'checkout', 'payments', 'search', 'gateway', 'mail', 'inventory', 'recommendations', 'auth', 'billing', 'vector-store', 'Kasse'][intDiv(n, 10) % 12 + 1],
    if(kind = 2, 'tool.call', ''), 'app.logger',
    [${bodies.join(',\n    ')}][kind + 1], kind = 2, intDiv(n, 10) % 12,
    mapConcat(map('http.route', concat('/api/resource-', toString(hash % 300)), 'user.id', concat('user-', toString(hash % 50000)), 'k8s.pod.name', concat('pod-', toString(intDiv(n, 10) % 36))),
      if(kind = 3, map('exception.type', 'CardDeclined'), CAST(map(), 'Map(String, String)'))),
    map('thread.id', n % 64, 'gen_ai.usage.output_tokens', hash % 4000), map('cached', n % 3 = 0),
    if(kind = 1, map('gen_ai.tool.call.arguments', '{"from":"BER","to":"LIS","options":{"direct":true,"bags":[1,2]}}'), CAST(map(), 'Map(String, String)')),
    concat('session-', toString(intDiv(n, 400))), concat('user-', toString(hash % 50000)), n
  FROM (SELECT number AS n, cityHash64(number, 6) AS hash, cityHash64(number, 8) % ${bodies.length} AS kind,
    now64(9) - toIntervalNanosecond(intDiv(86400000000000, ${rows}) * number) AS moment,
    multiIf(kind = 3, 17, kind = 8 AND number % 50 = 0, 21, kind IN (7, 8), 13, number % 5 = 0, 5, number % 41 = 0, 1, number % 97 = 0, 0, 9) AS severity FROM numbers(${offset}, ${count}))`
}

/** The resources of these rows. */
export const fillVariedResources = `INSERT INTO resources (project_id, resource_id, service_name, attributes, first_seen, last_seen)
  SELECT 'default', number, 'agent-runtime', map('service.name', 'agent-runtime', 'service.version', '1.4.2', 'host.name', concat('node-', toString(number)),
    'k8s.namespace.name', 'production', 'deployment.environment.name', 'production'), now(), now() FROM numbers(12)`
