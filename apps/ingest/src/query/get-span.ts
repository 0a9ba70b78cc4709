import type { SpanDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { NotFoundError } from '../errors.ts'
import { explainCost } from '../genai/explain-cost.ts'
import {
  TYPED_ATTRIBUTES,
  textAttributes,
  textMap,
  typedAttributes,
  typedAttributesRow,
  typeMap,
} from './attributes.ts'
import { getOpenSpan } from './get-open-span.ts'
import { getResource } from './get-resource.ts'
import { findTrace } from './get-trace.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { SPAN_ORIGIN, scopeOf, spanOriginRow } from './span-origin.ts'
import { SPAN_SUMMARY, spanSummary, spanSummaryRow } from './span-summary.ts'

const SPAN = `
SELECT ${SPAN_SUMMARY},
  trace_state AS traceState,
  flags,${TYPED_ATTRIBUTES},
  dropped_attributes_count AS droppedAttributesCount,
  dropped_events_count AS droppedEventsCount,
  dropped_links_count AS droppedLinksCount,
  arrayMap(time -> toString(toUnixTimestamp64Nano(time)), events.timestamp) AS eventTimes,
  events.name AS eventNames,
  events.attributes AS eventAttributes,
  events.attribute_types AS eventAttributeTypes,
  events.dropped_attributes_count AS eventDropped,
  arrayMap(id -> lower(hex(id)), links.trace_id) AS linkTraceIds,
  arrayMap(id -> lower(hex(id)), links.span_id) AS linkSpanIds,
  links.trace_state AS linkTraceStates,
  links.flags AS linkFlags,
  links.attributes AS linkAttributes,
  links.attribute_types AS linkAttributeTypes,
  links.dropped_attributes_count AS linkDropped,
  ${SPAN_ORIGIN}
FROM ${scoped('spans')}
  AND trace_id = unhex({traceId:String})
  AND span_id = unhex({spanId:String})
  AND timestamp >= fromUnixTimestamp64Nano({start:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Nano({end:Int64}, 'UTC')
ORDER BY timestamp, sequence
LIMIT 1`

const row = spanSummaryRow.extend({
  traceState: z.string(),
  flags: z.number(),
  ...typedAttributesRow,
  droppedAttributesCount: z.number(),
  droppedEventsCount: z.number(),
  droppedLinksCount: z.number(),
  eventTimes: z.array(z.string()),
  eventNames: z.array(z.string()),
  eventAttributes: z.array(textMap),
  eventAttributeTypes: z.array(typeMap),
  eventDropped: z.array(z.number()),
  linkTraceIds: z.array(z.string()),
  linkSpanIds: z.array(z.string()),
  linkTraceStates: z.array(z.string()),
  linkFlags: z.array(z.number()),
  linkAttributes: z.array(textMap),
  linkAttributeTypes: z.array(typeMap),
  linkDropped: z.array(z.number()),
  ...spanOriginRow,
})
type Row = z.output<typeof row>

/**
 * Reads everything that was sent of one span: all of it once it has ended, before that what its start told.
 * @throws {NotFoundError}
 */
export async function getSpan(context: QueryContext, traceId: string, spanId: string): Promise<SpanDetail> {
  const { trace } = await findTrace(context, traceId)
  const ended = trace && (await readEnded(context, traceId, spanId, trace))
  const span = ended ?? (await getOpenSpan(context, traceId, spanId))
  if (span) return span
  if (trace) throw new NotFoundError('the trace has no span with this id', { traceId, spanId })
  throw new NotFoundError('no trace has this id', { traceId })
}

async function readEnded(
  context: QueryContext,
  traceId: string,
  spanId: string,
  trace: { startTimeUnixNano: string; endTimeUnixNano: string },
): Promise<SpanDetail | undefined> {
  const { rows } = await runQuery(context, {
    sql: SPAN,
    params: { traceId, spanId, start: trace.startTimeUnixNano, end: trace.endTimeUnixNano },
    row,
  })
  const [span] = rows
  return (
    span && {
      ...spanSummary(span),
      costParts: costPartsOf(span),
      traceState: span.traceState,
      flags: span.flags,
      attributes: typedAttributes(span),
      droppedAttributesCount: span.droppedAttributesCount,
      events: events(span),
      droppedEventsCount: span.droppedEventsCount,
      links: links(span),
      droppedLinksCount: span.droppedLinksCount,
      scope: scopeOf(span),
      resource: await getResource(context, span.resourceId),
    }
  )
}

function costPartsOf({ genAi, genAiInputTokens, genAiOutputTokens, startTimeUnixNano }: Row) {
  if (!genAi) return undefined
  const usage = {
    input: genAiInputTokens,
    output: genAiOutputTokens,
    cacheRead: genAi.cacheReadInputTokens,
    cacheWrite: genAi.cacheWriteInputTokens,
    reasoning: genAi.reasoningOutputTokens,
  }
  return explainCost({ cost: genAi.cost, source: genAi.costSource, usage, startUnixNano: BigInt(startTimeUnixNano) })
}

function events(span: Row): SpanDetail['events'] {
  return span.eventTimes.map((timeUnixNano, index) => ({
    timeUnixNano,
    name: span.eventNames[index] ?? '',
    attributes: textAttributes(span.eventAttributes[index] ?? [], span.eventAttributeTypes[index] ?? []),
    droppedAttributesCount: span.eventDropped[index] ?? 0,
  }))
}

function links(span: Row): SpanDetail['links'] {
  return span.linkTraceIds.map((traceId, index) => ({
    traceId,
    spanId: span.linkSpanIds[index] ?? '',
    traceState: span.linkTraceStates[index] ?? '',
    flags: span.linkFlags[index] ?? 0,
    attributes: textAttributes(span.linkAttributes[index] ?? [], span.linkAttributeTypes[index] ?? []),
    droppedAttributesCount: span.linkDropped[index] ?? 0,
  }))
}
