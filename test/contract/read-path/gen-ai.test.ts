import { listSpansQuerySchema } from '@hanzo/schema/api'
import type { SpanRow } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateClickHouse } from '../../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { readMigrations } from '../../../apps/ingest/src/clickhouse/read-migrations.ts'
import { getSpan } from '../../../apps/ingest/src/query/get-span.ts'
import { getTrace } from '../../../apps/ingest/src/query/get-trace.ts'
import { listSpans } from '../../../apps/ingest/src/query/list-spans.ts'
import { listTraces } from '../../../apps/ingest/src/query/list-traces.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now()
const context = () => ({ clickhouse: telemetry.clickhouse, project: { projectId: 'a', retentionDays: 30 } })
let telemetry: TelemetryDatabase

function span(id: number, parent: number, more: Partial<SpanRow> = {}): SpanRow {
  return rowOf('spans', {
    project_id: 'a',
    retention_days: 30,
    timestamp: BigInt(now - 10_000 + id) * 1_000_000n,
    trace_id: traceIdOf(1),
    span_id: spanIdOf(id),
    parent_span_id: parent === 0 ? '0'.repeat(16) : spanIdOf(parent),
    name: `span ${id}`,
    service_name: 'agents',
    sequence: BigInt(id),
    ...more,
  })
}

const call = {
  gen_ai_kind: 'llm',
  gen_ai_operation_name: 'chat',
  gen_ai_provider_name: 'openai',
  gen_ai_request_model: 'gpt-4o-mini',
  gen_ai_response_model: 'gpt-4o-mini-2024-07-18',
  gen_ai_finish_reason: 'stop',
  gen_ai_is_inference: true,
  gen_ai_input_tokens: 1200,
  gen_ai_output_tokens: 50,
  gen_ai_cache_read_input_tokens: 1024,
  gen_ai_reasoning_output_tokens: 20,
  gen_ai_cost: (176 * 0.15 + 1024 * 0.075 + 50 * 0.6) / 1e6,
  gen_ai_cost_source: 'openai/gpt-4o-mini@2026-09-23',
  gen_ai_time_to_first_chunk_nanoseconds: 2n ** 53n + 1n,
  gen_ai_input_preview: 'Where is it?',
  gen_ai_output_preview: 'It is on its way.',
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.insert({
    spans: [
      span(1, 0, { gen_ai_kind: 'agent', gen_ai_input_tokens: 3600, gen_ai_output_tokens: 150, gen_ai_cost: 9 }),
      span(2, 1, call),
      span(3, 1, call),
      span(4, 1, { ...call, gen_ai_cost: 0, gen_ai_cost_source: 'unpriced' }),
      span(5, 1),
    ],
  })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

describe('a trace of calls of models', () => {
  it('sums the calls alone, and tells how many of them have no price', async () => {
    const { rows } = await listTraces(context(), listSpansQuerySchema.parse({ from: 'now-1h' }))
    expect(rows).toMatchObject([
      { genAiInputTokens: 3600, genAiOutputTokens: 150, genAiInferenceCount: 3, genAiUnpricedCount: 1 },
    ])
    expect(rows[0]?.genAiCost).toBeCloseTo(2 * call.gen_ai_cost, 12)
  })

  it('tells of each span what it is, every digit of its numbers, and nothing of spans that are none', async () => {
    const { rows } = await listSpans(context(), listSpansQuerySchema.parse({ from: 'now-1h' }))
    const { spans } = await getTrace(context(), traceIdOf(1))
    for (const list of [rows, spans]) {
      const byId = new Map(list.map((one) => [one.spanId, one]))
      expect(byId.get(spanIdOf(2))?.genAi).toEqual({
        kind: 'llm',
        providerName: 'openai',
        responseModel: 'gpt-4o-mini-2024-07-18',
        finishReason: 'stop',
        isInference: true,
        cacheReadInputTokens: 1024,
        cacheWriteInputTokens: 0,
        reasoningOutputTokens: 20,
        cost: call.gen_ai_cost,
        costSource: 'openai/gpt-4o-mini@2026-09-23',
        timeToFirstChunkNanoseconds: '9007199254740993',
        inputPreview: 'Where is it?',
        outputPreview: 'It is on its way.',
      })
      expect(byId.get(spanIdOf(5))?.genAi).toBeUndefined()
    }
  })

  it('shows how a cost comes about, and no arithmetic that would not add up to it', async () => {
    const priced = await getSpan(context(), traceIdOf(1), spanIdOf(2))
    expect(priced.costParts).toEqual([
      { kind: 'input', count: 176, rate: 0.15 },
      { kind: 'cache_read', count: 1024, rate: 0.075 },
      { kind: 'output', count: 50, rate: 0.6 },
    ])
    expect((await getSpan(context(), traceIdOf(1), spanIdOf(1))).costParts).toBeUndefined()
    expect((await getSpan(context(), traceIdOf(1), spanIdOf(4))).costParts).toBeUndefined()
  })
})

describe('spans of before these columns', () => {
  it('are what their operation says, and go on to be summed by calls alone', async () => {
    const database = 'before_gen_ai'
    const migrations = readMigrations()
    await migrateClickHouse({ url: telemetry.url, database, migrations: migrations.slice(0, 15) })
    const operations = ['chat', 'embeddings', 'invoke_agent', 'execute_tool', '']
    const time = new Date(now).toISOString().slice(0, 19).replace('T', ' ')
    const insert = (from: number) =>
      telemetry.clickhouse.insert({
        table: `${database}.spans`,
        columns: [
          'project_id',
          'retention_days',
          'timestamp',
          'span_id',
          'gen_ai_operation_name',
          'gen_ai_input_tokens',
        ],
        values: operations.map((operation, index) => ['a', 30, time, `span-${from + index}`, operation, 10]),
        format: 'JSONCompactEachRow',
        clickhouse_settings: { async_insert: 0 },
      })
    await insert(0)
    await migrateClickHouse({ url: telemetry.url, database })
    await insert(5)
    const answer = await telemetry.clickhouse.query({
      query: `SELECT gen_ai_operation_name, gen_ai_kind, gen_ai_is_inference, count() FROM ${database}.spans GROUP BY ALL ORDER BY ALL`,
      format: 'JSONCompactEachRow',
    })
    expect(await answer.json()).toEqual([
      ['', '', false, '2'],
      ['chat', 'llm', true, '2'],
      ['embeddings', 'embedding', true, '2'],
      ['execute_tool', 'tool', false, '2'],
      ['invoke_agent', 'agent', false, '2'],
    ])
    const sums = await telemetry.clickhouse.query({
      query: `SELECT sum(gen_ai_input_tokens), sum(gen_ai_inference_count), sum(span_count) FROM ${database}.trace_index`,
      format: 'JSONCompactEachRow',
    })
    // Before, a span without an operation counted as well.
    expect(await sums.json()).toEqual([['50', '2', '10']])
  })
})
