import type { genAiKinds } from '@hanzo/schema/row'
import { type GenAiAttributes, textOf } from './gen-ai-attributes.ts'
import { slots } from './slots.ts'

export type GenAiKind = (typeof genAiKinds)[number] | ''

/** What a span is, in OpenTelemetry's words where they have one. */
export interface Classification {
  kind: GenAiKind
  operation: string
  /** A call of a model itself: the only spans whose usage is summed. */
  isInference: boolean
}

type Names = Readonly<Record<string, GenAiKind>>

const openInferenceKinds: Names = {
  LLM: 'llm',
  EMBEDDING: 'embedding',
  RERANKER: 'rerank',
  RETRIEVER: 'retrieval',
  TOOL: 'tool',
  AGENT: 'agent',
  CHAIN: 'task',
  GUARDRAIL: 'guardrail',
  EVALUATOR: 'evaluator',
  PROMPT: 'prompt',
}

// The AI SDK's outer spans repeat what its `.do…` spans used.
const aiSdkKinds: Names = {
  'ai.toolCall': 'tool',
  'ai.generateText': 'agent',
  'ai.streamText': 'agent',
  'ai.generateObject': 'agent',
  'ai.streamObject': 'agent',
}
const aiSdkCall = /\.do([A-Z]\w*)$/
const aiSdkCallKinds: Names = { Embed: 'embedding', Rerank: 'rerank' }

const requestTypeKinds: Names = { chat: 'llm', completion: 'llm', rerank: 'rerank', embedding: 'embedding' }

const traceloopKinds: Names = {
  workflow: 'workflow',
  task: 'task',
  agent: 'agent',
  tool: 'tool',
  session: 'mcp',
}

// Its `span` and `event` stand on everything that Langfuse exports, and tell nothing.
const langfuseKinds: Names = {
  generation: 'llm',
  embedding: 'embedding',
  agent: 'agent',
  tool: 'tool',
  chain: 'task',
  retriever: 'retrieval',
  evaluator: 'evaluator',
  guardrail: 'guardrail',
}

// Beside OpenTelemetry's own, what SDKs call a call of a model under the same attribute.
const operationKinds: Names = {
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  completion: 'llm',
  responses: 'llm',
  messages: 'llm',
  generate_image: 'llm',
  image_generation: 'llm',
  speech: 'llm',
  transcription: 'llm',
  embeddings: 'embedding',
  embedding: 'embedding',
  rerank: 'rerank',
  retrieval: 'retrieval',
  execute_tool: 'tool',
  create_agent: 'agent',
  invoke_agent: 'agent',
  invoke_workflow: 'workflow',
  evaluate: 'evaluator',
  guardrail: 'guardrail',
}
const memoryOperation = /_memory(_store)?$/

const operationOfKind: Partial<Record<GenAiKind, string>> = {
  llm: 'chat',
  embedding: 'embeddings',
  rerank: 'rerank',
  retrieval: 'retrieval',
  tool: 'execute_tool',
  agent: 'invoke_agent',
  workflow: 'invoke_workflow',
}

const inferenceKinds: ReadonlySet<GenAiKind> = new Set(['llm', 'embedding', 'rerank'] as const)

const keys = {
  openInference: slots('openinference.span.kind'),
  aiSdk: slots('ai.operationId'),
  requestType: slots('llm.request.type'),
  traceloop: slots('traceloop.span.kind'),
  langfuse: slots('langfuse.observation.type'),
  operation: slots('gen_ai.operation.name'),
  method: slots('mcp.method.name'),
  tool: slots('gen_ai.tool.name'),
  model: slots('gen_ai.request.model', 'gen_ai.response.model', 'llm.model_name'),
  agent: slots('gen_ai.agent.name'),
  provider: slots('gen_ai.provider.name', 'gen_ai.system'),
} as const

/** Tells what a span is by the first dialect that says so. An operation that nobody knows is no call of a model. */
export function classify(attributes: GenAiAttributes): Classification {
  const kind = kindOf(attributes)
  const isCompletion = kind === 'llm' && textOf(attributes, keys.requestType) === 'completion'
  const derived = isCompletion ? 'text_completion' : (operationOfKind[kind] ?? '')
  return {
    kind,
    operation: textOf(attributes, keys.operation) || derived,
    isInference: inferenceKinds.has(kind),
  }
}

function kindOf(attributes: GenAiAttributes): GenAiKind {
  return (
    named(openInferenceKinds, textOf(attributes, keys.openInference).toUpperCase()) ||
    aiSdkKind(textOf(attributes, keys.aiSdk)) ||
    named(requestTypeKinds, textOf(attributes, keys.requestType)) ||
    named(traceloopKinds, textOf(attributes, keys.traceloop)) ||
    named(langfuseKinds, textOf(attributes, keys.langfuse)) ||
    operationKind(textOf(attributes, keys.operation)) ||
    methodKind(textOf(attributes, keys.method)) ||
    guessedKind(attributes)
  )
}

function named(names: Names, name: string): GenAiKind {
  return Object.hasOwn(names, name) ? (names[name] ?? '') : ''
}

function aiSdkKind(operationId: string): GenAiKind {
  if (!operationId.startsWith('ai.')) return ''
  const call = aiSdkCall.exec(operationId)?.[1]
  if (call !== undefined) return named(aiSdkCallKinds, call) || 'llm'
  return named(aiSdkKinds, operationId) || 'task'
}

function operationKind(operation: string): GenAiKind {
  if (operation === '') return ''
  return named(operationKinds, operation) || (memoryOperation.test(operation) ? 'memory' : 'task')
}

function methodKind(method: string): GenAiKind {
  if (method === '') return ''
  return method === 'tools/call' ? 'tool' : 'mcp'
}

/** Spans that do not say what they are, by what they carry. */
function guessedKind(attributes: GenAiAttributes): GenAiKind {
  if (textOf(attributes, keys.tool) !== '') return 'tool'
  if (textOf(attributes, keys.model) !== '') return 'llm'
  if (textOf(attributes, keys.agent) !== '') return 'agent'
  return textOf(attributes, keys.provider) === '' ? '' : 'llm'
}
