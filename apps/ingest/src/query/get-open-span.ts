import type { SpanDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { TYPED_ATTRIBUTES, typedAttributes, typedAttributesRow } from './attributes.ts'
import { getResource } from './get-resource.ts'
import { nowParam, OPEN_SPAN_SUMMARY, openSpanRow, WITH_OPEN_COLUMNS } from './open-spans.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { SPAN_ORIGIN, scopeOf, spanOriginRow } from './span-origin.ts'
import { spanSummary } from './span-summary.ts'

const OPEN_SPAN = `
${WITH_OPEN_COLUMNS}
SELECT ${OPEN_SPAN_SUMMARY},
  flags,${TYPED_ATTRIBUTES},
  dropped_attributes_count AS droppedAttributesCount,
  ${SPAN_ORIGIN}
FROM ${scoped('running_spans')}
  AND trace_id = unhex({traceId:String})
  AND span_id = unhex({spanId:String})
  AND sign = 1
ORDER BY sequence
LIMIT 1`

const row = openSpanRow.extend({
  flags: z.number(),
  ...typedAttributesRow,
  droppedAttributesCount: z.number(),
  ...spanOriginRow,
})

/** Reads what was sent of a span when it started; undefined where no start has arrived. Asked where no end was found. */
export async function getOpenSpan(
  context: QueryContext,
  traceId: string,
  spanId: string,
): Promise<SpanDetail | undefined> {
  const { rows } = await runQuery(context, { sql: OPEN_SPAN, params: { traceId, spanId, ...nowParam(context) }, row })
  const [span] = rows
  return (
    span && {
      ...spanSummary(span),
      traceState: '',
      flags: span.flags,
      attributes: typedAttributes(span),
      droppedAttributesCount: span.droppedAttributesCount,
      events: [],
      droppedEventsCount: 0,
      links: [],
      droppedLinksCount: 0,
      scope: scopeOf(span),
      resource: await getResource(context, span.resourceId),
    }
  )
}
