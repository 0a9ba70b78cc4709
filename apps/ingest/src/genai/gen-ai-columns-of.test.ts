import type { AnyValue } from '@hanzo/schema/otlp'
import { describe, expect, it } from 'vitest'
import { genAiAttributesOf } from './gen-ai-attributes.ts'
import { type GenAiColumns, genAiColumnsOf, noGenAiColumns } from './gen-ai-columns-of.ts'

const day = 86_400_000_000_000n
const start = 20_700n * day

function columnsOf(attributes: Record<string, AnyValue>): GenAiColumns {
  return genAiColumnsOf(genAiAttributesOf(new Map(Object.entries(attributes))), start)
}

describe('what a span is', () => {
  it.each<[kind: string, operation: string, isInference: boolean, attributes: Record<string, AnyValue>]>([
    ['llm', 'chat', true, { 'gen_ai.operation.name': 'chat' }],
    ['llm', 'generate_content', true, { 'gen_ai.operation.name': 'generate_content' }],
    ['embedding', 'embeddings', true, { 'gen_ai.operation.name': 'embeddings' }],
    ['retrieval', 'retrieval', false, { 'gen_ai.operation.name': 'retrieval' }],
    ['agent', 'create_agent', false, { 'gen_ai.operation.name': 'create_agent' }],
    ['workflow', 'invoke_workflow', false, { 'gen_ai.operation.name': 'invoke_workflow' }],
    ['memory', 'search_memory', false, { 'gen_ai.operation.name': 'search_memory' }],
    ['memory', 'create_memory_store', false, { 'gen_ai.operation.name': 'create_memory_store' }],
    ['task', 'plan', false, { 'gen_ai.operation.name': 'plan' }],
    ['rerank', 'rerank', true, { 'openinference.span.kind': 'RERANKER' }],
    ['guardrail', '', false, { 'openinference.span.kind': 'guardrail' }],
    ['evaluator', '', false, { 'openinference.span.kind': 'EVALUATOR' }],
    ['prompt', '', false, { 'openinference.span.kind': 'PROMPT' }],
    ['task', '', false, { 'openinference.span.kind': 'CHAIN', 'llm.model_name': 'gpt-4o' }],
    ['llm', 'chat', true, { 'openinference.span.kind': 'UNKNOWN', 'llm.model_name': 'gpt-4o' }],
    ['llm', 'chat', true, { 'ai.operationId': 'ai.streamObject.doStream' }],
    ['rerank', 'rerank', true, { 'ai.operationId': 'ai.rerank.doRerank' }],
    ['task', '', false, { 'ai.operationId': 'ai.rerank' }],
    ['llm', 'text_completion', true, { 'llm.request.type': 'completion', 'traceloop.span.kind': 'task' }],
    ['mcp', '', false, { 'traceloop.span.kind': 'session' }],
    ['retrieval', 'retrieval', false, { 'langfuse.observation.type': 'retriever' }],
    ['', '', false, { 'langfuse.observation.type': 'span' }],
    ['tool', 'execute_tool', false, { 'langfuse.observation.type': 'span', 'gen_ai.operation.name': 'execute_tool' }],
    ['tool', 'execute_tool', false, { 'mcp.method.name': 'tools/call' }],
    ['mcp', '', false, { 'mcp.method.name': 'initialize' }],
    ['llm', 'chat', true, { 'gen_ai.request.model': 'gpt-4o' }],
    ['llm', 'chat', true, { 'gen_ai.system': 'openai' }],
    ['tool', 'execute_tool', false, { 'gen_ai.tool.name': 'lookup', 'gen_ai.system': 'openai' }],
    ['agent', 'invoke_agent', false, { 'gen_ai.agent.name': 'planner' }],
    ['', '', false, { 'ai.custom': 'x' }],
  ])('is %s, operation "%s", inference %s', (kind, operation, isInference, attributes) => {
    expect(columnsOf(attributes)).toMatchObject({
      gen_ai_kind: kind,
      gen_ai_operation_name: operation,
      gen_ai_is_inference: isInference,
    })
  })

  it('is told by the first dialect in the order of recognition, not by the first attribute', () => {
    const both = {
      'gen_ai.operation.name': 'chat',
      'ai.operationId': 'ai.generateText',
      'openinference.span.kind': 'TOOL',
    }
    expect(columnsOf(both).gen_ai_kind).toBe('tool')
    expect(columnsOf({ ...both, 'openinference.span.kind': '' }).gen_ai_kind).toBe('agent')
  })

  it('is no call of a model for an operation that nobody knows: its tokens may repeat what is below it', () => {
    const columns = columnsOf({ 'gen_ai.operation.name': 'constructor', 'gen_ai.usage.input_tokens': 5n })
    expect(columns).toMatchObject({ gen_ai_kind: 'task', gen_ai_is_inference: false, gen_ai_input_tokens: 5 })
  })

  it('is nothing without an attribute of any dialect', () => {
    expect(columnsOf({ 'input.value': 'a', 'agent.name': 'b', 'tool.name': 'c' })).toEqual(noGenAiColumns)
  })
})

describe('tokens', () => {
  function tokensOf(attributes: Record<string, AnyValue>) {
    const columns = columnsOf(attributes)
    return [
      columns.gen_ai_input_tokens,
      columns.gen_ai_output_tokens,
      columns.gen_ai_cache_read_input_tokens,
      columns.gen_ai_cache_write_input_tokens,
      columns.gen_ai_reasoning_output_tokens,
    ]
  }

  it.each<[string, Record<string, AnyValue>, number[]]>([
    [
      'OpenTelemetry to 1.41',
      {
        'gen_ai.usage.input_tokens': 100n,
        'gen_ai.usage.output_tokens': 20n,
        'gen_ai.usage.cache_read.input_tokens': 60n,
        'gen_ai.usage.cache_creation.input_tokens': 10n,
        'gen_ai.usage.reasoning.output_tokens': 5n,
      },
      [100, 20, 60, 10, 5],
    ],
    ['v0.1.0', { 'gen_ai.usage.input_tokens': 100n, 'gen_ai.usage.cache_write.input_tokens': 10n }, [100, 0, 0, 10, 0]],
    [
      'its former names',
      { 'gen_ai.usage.prompt_tokens': 100n, 'gen_ai.usage.completion_tokens': 20n },
      [100, 20, 0, 0, 0],
    ],
    [
      'AI SDK 5',
      { 'ai.usage.promptTokens': 100n, 'ai.usage.completionTokens': 20n, 'ai.usage.cachedInputTokens': 60n },
      [100, 20, 60, 0, 0],
    ],
    [
      'OpenInference',
      {
        'llm.token_count.prompt': 100n,
        'llm.token_count.completion': 20n,
        'llm.token_count.prompt_details.cache_input': 60n,
        'llm.token_count.prompt_details.cache_write': 10n,
        'llm.token_count.completion_details.reasoning': 5n,
      },
      [100, 20, 60, 10, 5],
    ],
    [
      'OpenLLMetry',
      {
        'gen_ai.usage.prompt_tokens': 100n,
        'gen_ai.usage.completion_tokens': 20n,
        'gen_ai.usage.cache_read_input_tokens': 60n,
        'gen_ai.usage.cache_creation_input_tokens': 10n,
        'gen_ai.usage.reasoning_tokens': 5n,
      },
      [100, 20, 60, 10, 5],
    ],
    [
      "Langfuse, in OpenAI's words",
      {
        'langfuse.observation.usage_details':
          '{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":5}}',
      },
      [100, 20, 60, 0, 5],
    ],
    [
      "Langfuse, in Anthropic's words",
      {
        'langfuse.observation.usage_details':
          '{"input_tokens":30,"cache_read_input_tokens":60,"cache_creation_input_tokens":10,"output_tokens":20}',
      },
      [100, 20, 60, 10, 0],
    ],
    [
      'a sender that leaves the cache out of the input',
      { 'gen_ai.usage.input_tokens': 3n, 'gen_ai.usage.cache_read.input_tokens': 60n },
      [63, 0, 60, 0, 0],
    ],
    [
      'a sender that leaves reasoning out of the output',
      { 'gen_ai.usage.output_tokens': 3n, 'gen_ai.usage.reasoning.output_tokens': 60n },
      [0, 63, 0, 0, 60],
    ],
    ['a sender that tells the total alone', { 'llm.usage.total_tokens': 70n }, [70, 0, 0, 0, 0]],
    [
      'a sender that tells total and input',
      { 'gen_ai.usage.input_tokens': 50n, 'gen_ai.usage.total_tokens': 70n },
      [50, 20, 0, 0, 0],
    ],
    ['texts and doubles', { 'gen_ai.usage.input_tokens': '12', 'gen_ai.usage.output_tokens': 3.9 }, [12, 3, 0, 0, 0]],
    [
      'what is no count',
      {
        'gen_ai.usage.input_tokens': -1n,
        'gen_ai.usage.output_tokens': 'many',
        'gen_ai.usage.cache_read.input_tokens': Number.POSITIVE_INFINITY,
        'gen_ai.usage.cache_write.input_tokens': true,
        'gen_ai.usage.reasoning.output_tokens': 2n ** 40n,
        'langfuse.observation.usage_details': '[1,{',
      },
      [0, 0, 0, 0, 0],
    ],
  ])('are read from %s', (_, attributes, expected) => {
    expect(tokensOf(attributes)).toEqual(expected)
  })
})

describe('names', () => {
  it.each([
    ['openai.chat', 'openai'],
    ['azure-openai.responses', 'azure.ai.openai'],
    ['azure', 'azure.ai.inference'],
    ['google.vertex.chat', 'gcp.vertex_ai'],
    ['google-vertex', 'gcp.vertex_ai'],
    ['vertex.anthropic.messages', 'gcp.vertex_ai'],
    ['google.generative-ai', 'gcp.gemini'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['Anthropic', 'anthropic'],
    ['mistral.chat', 'mistral_ai'],
    ['xai.chat', 'x_ai'],
    ['openai-compatible.chat', 'openai-compatible.chat'],
    ['My Gateway', 'My Gateway'],
  ])('of the provider %s become %s', (sent, name) => {
    expect(columnsOf({ 'gen_ai.system': sent }).gen_ai_provider_name).toBe(name)
  })

  it.each<[AnyValue, string]>([
    [['stop'], 'stop'],
    [['tool_calls', 'stop', 'stop'], 'tool_calls,stop'],
    ['["tool-calls"]', 'tool_calls'],
    ['end_turn', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['Recitation', 'recitation'],
    [null, ''],
    [new Map([['a', 'b']]), ''],
  ])('of a finish reason %j become "%s"', (sent, reason) => {
    expect(columnsOf({ 'gen_ai.response.finish_reasons': sent }).gen_ai_finish_reason).toBe(reason)
  })

  it.each<[string, Record<string, AnyValue>]>([
    ['a', { 'gen_ai.agent.name': 'a', 'ai.telemetry.functionId': 'b' }],
    ['b', { 'ai.telemetry.functionId': 'b', 'langfuse.trace.name': 'c' }],
    ['n', { 'openinference.span.kind': 'AGENT', 'graph.node.id': 'n' }],
    ['e', { 'traceloop.span.kind': 'agent', 'traceloop.entity.name': 'e', 'traceloop.workflow.name': 'w' }],
    ['w', { 'traceloop.span.kind': 'task', 'traceloop.entity.name': 'e', 'traceloop.workflow.name': 'w' }],
    ['f', { 'gen_ai.operation.name': 'invoke_workflow', 'gen_ai.workflow.name': 'f' }],
  ])('give the agent %s', (name, attributes) => {
    expect(columnsOf(attributes).gen_ai_agent_name).toBe(name)
  })
})

describe('the first chunk', () => {
  const iso = (nanoseconds: bigint) => JSON.stringify(new Date(Number((start + nanoseconds) / 1_000_000n)))

  it.each<[bigint, Record<string, AnyValue>]>([
    [250_000_000n, { 'gen_ai.response.time_to_first_chunk': 0.25 }],
    [273_288_092n, { 'ai.response.msToFirstChunk': 273.288_092 }],
    [2_000_000n, { 'ai.stream.msToFirstChunk': 2n }],
    [250_000_000n, { 'langfuse.observation.completion_start_time': iso(250_000_000n) }],
    [0n, { 'langfuse.observation.completion_start_time': iso(-250_000_000n) }],
    [0n, { 'langfuse.observation.completion_start_time': 'soon' }],
    [0n, { 'gen_ai.response.time_to_first_chunk': 1e9 }],
  ])('comes after %s ns', (nanoseconds, attributes) => {
    expect(columnsOf({ 'gen_ai.system': 'openai', ...attributes }).gen_ai_time_to_first_chunk_nanoseconds).toBe(
      nanoseconds,
    )
  })
})
