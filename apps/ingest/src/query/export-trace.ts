import type { SpanDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import {
  TYPED_ATTRIBUTES,
  textAttributes,
  textMap,
  typedAttributes,
  typedAttributesRow,
  typeMap,
} from './attributes.ts'
import { getResource } from './get-resource.ts'
import { findTrace } from './get-trace.ts'
import { structureSpansMax } from './get-trace-structure.ts'
import { otlpAttributes } from './otlp-attribute.ts'
import { type QueryContext, streamQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { SPAN_ORIGIN, scopeOf, spanOriginRow } from './span-origin.ts'

const SPANS = `
SELECT
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  if(is_root, '', lower(hex(parent_span_id))) AS parentSpanId,
  trace_state AS traceState,
  flags,
  name,
  kind,
  toString(toUnixTimestamp64Nano(timestamp)) AS startTimeUnixNano,
  toString(toUnixTimestamp64Nano(timestamp) + toInt64(duration_nanoseconds)) AS endTimeUnixNano,
  status_code AS statusCode,
  status_message AS statusMessage,${TYPED_ATTRIBUTES},
  dropped_attributes_count AS droppedAttributesCount,
  dropped_events_count AS droppedEventsCount,
  dropped_links_count AS droppedLinksCount,
  arrayMap((time, name, attributes, types, dropped) ->
    tuple(toString(toUnixTimestamp64Nano(time)), toString(name), attributes, types, dropped),
    events.timestamp, events.name, events.attributes, events.attribute_types, events.dropped_attributes_count) AS events,
  arrayMap((trace, span, state, flags, attributes, types, dropped) ->
    tuple(lower(hex(trace)), lower(hex(span)), state, flags, attributes, types, dropped),
    links.trace_id, links.span_id, links.trace_state, links.flags, links.attributes, links.attribute_types,
    links.dropped_attributes_count) AS links,
  ${SPAN_ORIGIN}
FROM ${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')
ORDER BY timestamp, sequence
LIMIT 1 BY span_id
LIMIT {limit:UInt32}`

const row = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string(),
  traceState: z.string(),
  flags: z.number(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: z.string(),
  endTimeUnixNano: z.string(),
  statusCode: z.number(),
  statusMessage: z.string(),
  ...typedAttributesRow,
  droppedAttributesCount: z.number(),
  droppedEventsCount: z.number(),
  droppedLinksCount: z.number(),
  events: z.array(z.tuple([z.string(), z.string(), textMap, typeMap, z.number()])),
  links: z.array(z.tuple([z.string(), z.string(), z.string(), z.number(), textMap, typeMap, z.number()])),
  ...spanOriginRow,
})
type Row = z.output<typeof row>

/**
 * Reads the ended spans of a trace, at most 100 000, as the `resourceSpans` of OTLP/JSON: some of one resource and scope at a time, by start time.
 * What our own receiver makes of them is the same trace again.
 * @throws {NotFoundError} before the first.
 * @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export async function* exportTrace(context: QueryContext, traceId: string): AsyncGenerator<object> {
  const { trace } = await findTrace(context, traceId)
  if (!trace) throw new NotFoundError('no span of this trace has ended', { traceId })
  const resources = new Map<string, SpanDetail['resource']>()
  const params = { traceId, start: trace.startTimeUnixNano, end: trace.endTimeUnixNano, limit: structureSpansMax }
  for await (const rows of streamQuery(context, { sql: SPANS, params, row })) {
    for (const group of groupsOf(rows)) {
      const [first] = group
      if (!first) continue
      const resource = resources.get(first.resourceId) ?? (await getResource(context, first.resourceId))
      resources.set(first.resourceId, resource)
      yield resourceSpans(first, resource, group)
    }
  }
}

/** Spans of the same resource and scope. */
function groupsOf(rows: readonly Row[]): Iterable<Row[]> {
  const groups = new Map<string, Row[]>()
  for (const span of rows) {
    const key = JSON.stringify([span.resourceId, span.scopeName, span.scopeVersion, span.scopeAttributes])
    const group = groups.get(key)
    if (group) group.push(span)
    else groups.set(key, [span])
  }
  return groups.values()
}

function resourceSpans(first: Row, resource: SpanDetail['resource'], spans: readonly Row[]): object {
  const scope = scopeOf(first)
  return {
    resource: { attributes: otlpAttributes(resource.attributes) },
    scopeSpans: [
      {
        scope: { name: scope.name, version: scope.version, attributes: otlpAttributes(scope.attributes) },
        spans: spans.map(otlpSpan),
      },
    ],
    ...(resource.schemaUrl && { schemaUrl: resource.schemaUrl }),
  }
}

function otlpSpan(span: Row): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId && { parentSpanId: span.parentSpanId }),
    ...(span.traceState && { traceState: span.traceState }),
    flags: span.flags,
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    attributes: otlpAttributes(typedAttributes(span)),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(([timeUnixNano, name, attributes, types, dropped]) => ({
      timeUnixNano,
      name,
      attributes: otlpAttributes(textAttributes(attributes, types)),
      droppedAttributesCount: dropped,
    })),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(([traceId, spanId, traceState, flags, attributes, types, dropped]) => ({
      traceId,
      spanId,
      traceState,
      flags,
      attributes: otlpAttributes(textAttributes(attributes, types)),
      droppedAttributesCount: dropped,
    })),
    droppedLinksCount: span.droppedLinksCount,
    status: { code: span.statusCode, ...(span.statusMessage && { message: span.statusMessage }) },
  }
}
