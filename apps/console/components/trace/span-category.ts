import type { TraceOperation } from '@hanzo/schema/api'

/** What a span does, for its icon: the work of an agent, or plain infrastructure. */
export type SpanCategory = 'agent' | 'model' | 'tool' | 'retrieval' | 'server' | 'client' | 'messaging' | 'internal'

const categories: Readonly<Record<string, SpanCategory>> = {
  llm: 'model',
  embedding: 'retrieval',
  rerank: 'retrieval',
  retrieval: 'retrieval',
  memory: 'retrieval',
  tool: 'tool',
  mcp: 'tool',
  agent: 'agent',
  workflow: 'agent',
  task: 'agent',
  guardrail: 'agent',
  evaluator: 'agent',
  prompt: 'agent',
}

export function spanCategory({ genAi, kind }: Pick<TraceOperation, 'genAi' | 'kind'>): SpanCategory {
  if (genAi) return categories[genAi.kind] ?? 'agent'
  if (kind === 'server' || kind === 'client') return kind
  return kind === 'producer' || kind === 'consumer' ? 'messaging' : 'internal'
}
