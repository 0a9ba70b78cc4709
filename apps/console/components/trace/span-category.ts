import type { SpanSummary } from '@hanzo/schema/api'

/** What a span does, for its icon: an agent run, a model call, a tool call, or plain infrastructure. */
export type SpanCategory = 'agent' | 'model' | 'tool' | 'server' | 'client' | 'message' | 'internal'

const agentOperations = new Set(['invoke_agent', 'create_agent', 'invoke_workflow'])

export function spanCategory(span: SpanSummary): SpanCategory {
  if (span.genAiToolName !== '' || span.genAiOperationName === 'execute_tool') return 'tool'
  if (agentOperations.has(span.genAiOperationName)) return 'agent'
  if (span.genAiOperationName !== '' || span.genAiRequestModel !== '') return 'model'
  if (span.genAiAgentName !== '') return 'agent'
  if (span.kind === 'server' || span.kind === 'client') return span.kind
  return span.kind === 'producer' || span.kind === 'consumer' ? 'message' : 'internal'
}
