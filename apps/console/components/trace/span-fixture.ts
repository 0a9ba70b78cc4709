import type { GenAiSummary, SpanSummary } from '@hanzo/schema/api'

/** A span for tests: what is not given is empty. */
export function spanFixture(given: Partial<SpanSummary> & { spanId: string }): SpanSummary {
  return {
    traceId: '0123456789abcdef0123456789abcdef',
    parentSpanId: '',
    name: given.spanId,
    kind: 'internal',
    serviceName: 'api',
    startTimeUnixNano: '0',
    durationNanoseconds: '0',
    status: 'unset',
    statusMessage: '',
    httpRoute: '',
    httpResponseStatusCode: 0,
    genAiOperationName: '',
    genAiRequestModel: '',
    genAiAgentName: '',
    genAiToolName: '',
    genAiInputTokens: 0,
    genAiOutputTokens: 0,
    sessionId: '',
    eventCount: 0,
    ...given,
  }
}

/** What a span tells of generative AI, for tests: what is not given is empty. */
export function genAiFixture(given: Partial<GenAiSummary>): GenAiSummary {
  return {
    kind: '',
    providerName: '',
    responseModel: '',
    finishReason: '',
    isInference: false,
    cacheReadInputTokens: 0,
    cacheWriteInputTokens: 0,
    reasoningOutputTokens: 0,
    cost: 0,
    costSource: '',
    timeToFirstChunkNanoseconds: '0',
    inputPreview: '',
    outputPreview: '',
    ...given,
  }
}
