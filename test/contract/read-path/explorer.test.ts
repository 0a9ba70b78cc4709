import { logListSchema, problemSchema, spanGroupListSchema, spanListSchema } from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { beyondDouble, telemetryOf } from '../../fixtures/telemetry-rows.ts'

let telemetry: TelemetryDatabase
let app: FastifyInstance
const tail = createTail()

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.insert(telemetryOf('mine', 'pay', Date.now()))
  await telemetry.insert(telemetryOf('other', 'secret', Date.now()))
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail })
}, 120_000)
afterAll(async () => {
  await app.close()
  tail.close()
  await telemetry.close()
}, 60_000)

const get = (path: string, query: Record<string, string | string[]> = {}) =>
  app.inject({ path: `/api/projects/mine/${path}`, query })

async function read<T extends z.ZodType>(
  schema: T,
  path: string,
  query: Record<string, string | string[]> = {},
): Promise<z.output<T>> {
  const response = await get(path, query)
  expect(response.statusCode, response.body).toBe(200)
  return schema.parse(response.json())
}

describe('columns of a list', () => {
  const columns = [
    ...['http.route', 'attributes.big', 'half', 'yes', 'attributes.list', 'attributes.nothing', 'absent'],
    ...['k8s.pod.name', 'resource.process.pid', 'scope.s', 'attributes.k8s.pod.name', 'resource.http.route'],
    ...['service', 'status', 'duration', 'root', 'tokens', 'gen_ai.operation.name', 'trace_id', 'parent_id', 'not'],
  ]

  it('show attributes of any owner and type, and fields, in the order they were asked for', async () => {
    const { rows } = await read(spanListSchema, 'spans', { columns })
    const [newest, oldest] = [rows[0], rows.at(-1)]
    expect(newest?.values).toEqual([
      ...['/pay', String(beyondDouble), '0.5', 'true', `[1,"a",${beyondDouble}]`, 'null', null],
      ...['pay-0', '42', 'text', null, null],
      ...['pay', 'error', '4000000', 'false', '110', 'chat', newest?.traceId, newest?.parentSpanId, 'nan'],
    ])
    expect(oldest?.values?.slice(13)).toEqual(['unset', '1000000', 'true', null, null, oldest?.traceId, null, 'nan'])
  })

  it('cut long texts, and stand beside the rows of every page', async () => {
    const first = await read(spanListSchema, 'spans', { columns: ['prompt'], limit: '2' })
    const next = await read(spanListSchema, 'spans', {
      columns: ['prompt'],
      limit: '2',
      cursor: String(first.nextCursor),
    })
    const values = [...first.rows, ...next.rows].map((row) => row.values)
    expect(values).toEqual(Array(4).fill(['x'.repeat(100)]))
  })

  it('stand beside log records', async () => {
    const { rows } = await read(logListSchema, 'logs', { columns: ['severity', 'big', 'k8s.pod.name', 'body'] })
    expect(rows.map(({ values }) => values)).toEqual([
      ['info', String(beyondDouble), 'pay-0', 'pay took payment 3'],
      ['info', String(beyondDouble), 'pay-0', 'pay took payment 2'],
      ['error', String(beyondDouble), 'pay-0', 'pay took payment 1'],
    ])
  })

  it('are absent where none were asked for', async () => {
    const { rows } = await read(spanListSchema, 'spans')
    expect(rows.every((row) => !('values' in row))).toBe(true)
  })

  it.each([
    ['spans', 'a b', 'this is no key'],
    ['spans', 'event.exception.type', 'a span has many events'],
    ['logs', 'resource.', 'the name of an attribute is missing'],
  ])('of %s named %j are refused with the reason', async (list, key, message) => {
    const response = await get(list, { columns: [key] })
    expect(response.statusCode).toBe(400)
    expect(problemSchema.parse(response.json())).toMatchObject({
      code: 'INVALID_SEARCH',
      errors: [{ path: 'columns', message }],
    })
  })
})

describe('groups of spans', () => {
  const groups = (query: Record<string, string | string[]>) => read(spanGroupListSchema, 'spans/groups', query)

  it('count spans, errors, durations, tokens and cost by a field', async () => {
    const { rows, groupCount, spanCount, isPartial } = await groups({ groupBy: 'name' })
    expect({ groupCount, spanCount, isPartial }).toEqual({ groupCount: 2, spanCount: 4, isPartial: false })
    expect(rows).toEqual([
      {
        ...{ values: ['GET /pay'], spanCount: 2, errorCount: 0, inputTokens: 0, outputTokens: 0, cost: 0 },
        ...{ p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
      },
      {
        ...{ values: ['chat gpt'], spanCount: 2, errorCount: 1, inputTokens: 200, outputTokens: 20, cost: 0.000_042 },
        ...{ p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
      },
    ])
    expect(rows[1]?.p99).toBeGreaterThanOrEqual(2_000_000)
    expect(rows[1]?.p99).toBeLessThanOrEqual(4_000_000)
  })

  it('are of attributes of any owner, of several keys, and of spans that have none', async () => {
    const values = async (...groupBy: string[]) => (await groups({ groupBy })).rows.map((row) => row.values)
    expect(await values('k8s.pod.name', 'status')).toEqual([
      ['pay-0', 'unset'],
      ['pay-0', 'error'],
    ])
    expect(await values('scope.s')).toEqual([['text']])
    expect(await values('big')).toEqual([[String(beyondDouble)]])
    expect(await values('absent')).toEqual([[null]])
  })

  it('stand in the order that was asked for, within a search', async () => {
    const first = async (query: Record<string, string>) => (await groups({ groupBy: 'name', ...query })).rows[0]?.values
    expect(await first({ order: 'errors' })).toEqual(['chat gpt'])
    expect(await first({ order: 'p50' })).toEqual(['chat gpt'])
    expect(await first({ query: 'root:true' })).toEqual(['GET /pay'])
    expect((await groups({ groupBy: 'name', limit: '1' })).groupCount).toBe(2)
  })

  it('need a key', async () => {
    expect((await get('spans/groups')).statusCode).toBe(400)
  })
})

describe('downloads', () => {
  it('are CSV with a header, a line a row and the columns that were asked for', async () => {
    const response = await get('spans/download', { columns: ['http.route', 'prompt'] })
    expect(response.headers['content-type']).toContain('text/csv')
    expect(response.headers['content-disposition']).toBe('attachment; filename="spans.csv"')
    const [header = '', ...lines] = response.body.trimEnd().split('\r\n')
    expect(header.split(',').slice(-2)).toEqual(['http.route', 'prompt'])
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z,/)
    expect(lines[0]).toContain('Card declined')
  })

  it('are JSON lines with what the list has', async () => {
    const response = await get('logs/download', { format: 'jsonl', columns: ['k8s.pod.name'], limit: '2' })
    const lines = response.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ body }) => body)).toEqual(['pay took payment 3', 'pay took payment 2'])
    expect(lines[0].columns).toEqual({ 'k8s.pod.name': 'pay-0' })
  })

  it('are of traces too, and refuse what the list refuses', async () => {
    expect((await get('traces/download')).body.trimEnd().split('\r\n')).toHaveLength(3)
    expect((await get('spans/download', { query: '(a' })).json()).toMatchObject({ code: 'INVALID_SEARCH' })
    expect((await get('traces/download', { limit: '100001' })).statusCode).toBe(400)
    expect((await get('spans/download', { limit: '1000001' })).statusCode).toBe(400)
  })
})
