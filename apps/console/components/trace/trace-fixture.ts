import type { SpanSummary, TraceOperation, TraceStructure } from '@hanzo/schema/api'

/** The structure that the API would answer of these spans, for tests. Their ids are made 16 characters long. */
export function traceFixture(given: readonly SpanSummary[], fields: Partial<TraceStructure> = {}): TraceStructure {
  const spans = given.toSorted((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1))
  const origin = BigInt(spans[0]?.startTimeUnixNano ?? 0)
  const startOf = (span: SpanSummary | undefined): bigint => BigInt(span?.startTimeUnixNano ?? origin)
  const missingParentIds: string[] = []
  const parents = spans.map(({ parentSpanId }) => {
    if (parentSpanId === '') return -1
    const place = spans.findIndex(({ spanId }) => spanId === parentSpanId)
    if (place >= 0) return place
    const id = fixtureId(parentSpanId)
    if (!missingParentIds.includes(id)) missingParentIds.push(id)
    return -2 - missingParentIds.indexOf(id)
  })
  const places = (test: (span: SpanSummary) => boolean) => spans.flatMap((span, place) => (test(span) ? [place] : []))
  const told = places((span) => span.genAiInputTokens + span.genAiOutputTokens + (span.genAi?.cost ?? 0) > 0)
  return {
    traceId: '0123456789abcdef0123456789abcdef',
    startTimeUnixNano: String(origin),
    durationNanoseconds: '0',
    spanCount: spans.length,
    truncated: false,
    spanIds: spans.map(({ spanId }) => fixtureId(spanId)).join(''),
    parents,
    missingParentIds,
    startSteps: spans.map((span, place) => Number(startOf(span) - startOf(spans[place - 1]))),
    durations: spans.map(({ durationNanoseconds }) => Number(durationNanoseconds)),
    operations: spans.map(operationOf),
    operationOf: spans.map((_, place) => place),
    errors: places(({ status }) => status === 'error'),
    oks: places(({ status }) => status === 'ok'),
    running: places(({ state }) => state === 'running'),
    noEnd: places(({ state }) => state === 'no_end'),
    statusMessages: spans.flatMap(({ statusMessage: text }, place) => (text ? [{ text, rows: [place] }] : [])),
    httpRoutes: spans.flatMap(({ httpRoute: text }, place) => (text ? [{ text, rows: [place] }] : [])),
    usage: {
      rows: told,
      inputTokens: told.map((place) => spans[place]?.genAiInputTokens ?? 0),
      outputTokens: told.map((place) => spans[place]?.genAiOutputTokens ?? 0),
      costs: told.map((place) => spans[place]?.genAi?.cost ?? 0),
    },
    events: { rows: [], offsets: [], names: [], nameOf: [] },
    eventCounts: { rows: [], counts: [] },
    links: [],
    receipt: { rowsRead: 0, bytesRead: 0, elapsedMilliseconds: 0, sql: '' },
    ...fields,
  }
}

/** The id that a short name of a test has in a structure. */
export const fixtureId = (name: string): string => name.padEnd(16, '_')

function operationOf(span: SpanSummary): TraceOperation {
  return {
    name: span.name,
    serviceName: span.serviceName,
    kind: span.kind,
    ...(span.genAi && {
      genAi: {
        kind: span.genAi.kind,
        operationName: span.genAiOperationName,
        requestModel: span.genAiRequestModel,
        responseModel: span.genAi.responseModel,
        agentName: span.genAiAgentName,
        toolName: span.genAiToolName,
        isInference: span.genAi.isInference,
        costSource: span.genAi.costSource,
      },
    }),
  }
}
