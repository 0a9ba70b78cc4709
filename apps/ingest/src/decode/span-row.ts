import { type KeyValues, noSpanId, noTraceId, type Span, type SpanEvent, type SpanLink } from '@hanzo/schema/otlp'
import type { SpanRow } from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import { attributeColumnsOf, typedTextsOf } from './attribute-columns.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'
import { promotedIdentity, promotedSpanColumns } from './promoted-columns.ts'
import { unixNanoMax } from './record-time.ts'

/**
 * The row of a valid span. A span without an end, or with one before its start, has duration 0.
 * @param stored the attributes that go into its maps.
 */
export function spanRowOf(
  span: Span,
  resource: ResourceOrigin,
  scope: ScopeOrigin,
  project: ProjectIdentity,
  stored: KeyValues,
): SpanRow {
  const { attributes, startTimeUnixNano: start, endTimeUnixNano: end } = span
  const links = span.links.filter(({ traceId, spanId }) => traceId !== noTraceId && spanId !== noSpanId)
  return {
    project_id: project.projectId,
    retention_days: project.retentionDays,
    timestamp: start,
    duration_nanoseconds: end > start ? end - start : 0n,
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: span.parentSpanId,
    trace_state: span.traceState,
    flags: span.flags,
    name: span.name,
    kind: span.kind,
    service_name: resource.serviceName,
    status_code: span.status.code,
    status_message: span.status.message,
    scope_name: scope.name,
    scope_version: scope.version,
    scope_attributes: scope.texts.texts,
    scope_attribute_types: scope.texts.types,
    resource_id: resource.resourceId,
    ...attributeColumnsOf(stored),
    dropped_attributes_count: span.droppedAttributesCount,
    dropped_events_count: span.droppedEventsCount,
    dropped_links_count: Math.min(span.droppedLinksCount + span.links.length - links.length, 0xffff_ffff),
    ...resource.deployment,
    ...promotedSpanColumns(attributes, start),
    ...promotedIdentity(attributes, resource.attributes),
    ...eventColumns(span.events, start),
    ...linkColumns(links),
    sequence: 0n,
  }
}

function eventColumns(events: readonly SpanEvent[], start: bigint) {
  const attributes = events.map((event) => typedTextsOf(event.attributes))
  return {
    'events.timestamp': events.map(({ timeUnixNano: time }) => (time === 0n || time > unixNanoMax ? start : time)),
    'events.name': events.map(({ name }) => name),
    'events.attributes': attributes.map(({ texts }) => texts),
    'events.attribute_types': attributes.map(({ types }) => types),
    'events.dropped_attributes_count': events.map(({ droppedAttributesCount }) => droppedAttributesCount),
  }
}

function linkColumns(links: readonly SpanLink[]) {
  const attributes = links.map((link) => typedTextsOf(link.attributes))
  return {
    'links.trace_id': links.map(({ traceId }) => traceId),
    'links.span_id': links.map(({ spanId }) => spanId),
    'links.trace_state': links.map(({ traceState }) => traceState),
    'links.flags': links.map(({ flags }) => flags),
    'links.attributes': attributes.map(({ texts }) => texts),
    'links.attribute_types': attributes.map(({ types }) => types),
    'links.dropped_attributes_count': links.map(({ droppedAttributesCount }) => droppedAttributesCount),
  }
}
