import type { AnyValue, KeyValues, LogRecord } from '@hanzo/schema/otlp'
import type { LogRow } from '@hanzo/schema/row'
import { jsonText } from './any-value-text.ts'
import { attributeColumnsOf } from './attribute-columns.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'
import { promotedIdentity } from './promoted-columns.ts'
import { unixNanoMax } from './record-time.ts'
import type { RequestState } from './request-state.ts'
import { halvesOf, uint64Of } from './wire/halves.ts'

/**
 * The row of a valid log record. Observed when received, if the sender does not say.
 * @param stored the attributes that go into its maps.
 */
export function logRowOf(
  log: LogRecord,
  timestamp: bigint,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
  { context: { project, receivedAtUnixNano }, patterns }: Pick<RequestState, 'context' | 'patterns'>,
  stored: KeyValues,
): LogRow {
  const observed = log.observedTimeUnixNano
  const body = bodyColumns(log.body)
  patterns.begin(resource.serviceName)
  const [timeLow, timeHigh] = halvesOf(timestamp)
  const pattern = patterns.findTexts(log.eventName, body.body, timeLow, timeHigh)
  return {
    project_id: project.projectId,
    retention_days: project.retentionDays,
    timestamp,
    observed_timestamp: observed === 0n || observed > unixNanoMax ? receivedAtUnixNano : observed,
    trace_id: log.traceId,
    span_id: log.spanId,
    flags: log.flags,
    severity_number: log.severityNumber,
    severity_text: log.severityText,
    service_name: resource.serviceName,
    event_name: log.eventName,
    scope_name: scope.name,
    scope_version: scope.version,
    scope_attributes: scope.texts.texts,
    scope_attribute_types: scope.texts.types,
    ...body,
    pattern_id: pattern ? uint64Of(pattern.low, pattern.high) : 0n,
    resource_id: resource.resourceId,
    ...attributeColumnsOf(stored),
    dropped_attributes_count: log.droppedAttributesCount,
    ...resource.deployment,
    ...promotedIdentity(log.attributes, resource.attributes),
    sequence: 0n,
  }
}

function bodyColumns(body: AnyValue): Pick<LogRow, 'body' | 'body_is_json'> {
  if (body === null) return { body: '', body_is_json: false }
  return typeof body === 'string' ? { body, body_is_json: false } : { body: jsonText(body), body_is_json: true }
}
