import type { SpanSummary } from '@hanzo/schema/api'

/** What a span does, for its icon: the work of an agent, or plain infrastructure. */
export type SpanCategory = 'agent' | 'model' | 'tool' | 'retrieval' | 'server' | 'client' | 'messaging' | 'internal'

const agentOperations = new Set(['invoke_agent', 'create_agent', 'invoke_workflow'])

export function spanCategory(span: SpanSummary): SpanCategory {
  if (span.genAiToolName !== '' || span.genAiOperationName === 'execute_tool') return 'tool'
  if (agentOperations.has(span.genAiOperationName)) return 'agent'
  if (span.genAiOperationName === 'embeddings' || span.genAiOperationName === 'retrieval') return 'retrieval'
  if (span.genAiOperationName !== '' || span.genAiRequestModel !== '') return 'model'
  if (span.genAiAgentName !== '') return 'agent'
  if (span.kind === 'server' || span.kind === 'client') return span.kind
  return span.kind === 'producer' || span.kind === 'consumer' ? 'messaging' : 'internal'
}
