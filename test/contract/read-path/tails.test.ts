import type { AddressInfo } from 'node:net'
import {
  logsTailMessageSchema,
  type MetricsTailMessage,
  metricsTailMessageSchema,
  type TracesTailMessage,
  tracesTailMessageSchema,
} from '@hanzo/schema/api'
import type { RowBatch } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { z } from 'zod'
import { createClickHouseClient } from '../../../apps/ingest/src/clickhouse/client.ts'
import { EngineUnavailableError, UnauthorizedError } from '../../../apps/ingest/src/errors.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { columnsOf } from '../../fixtures/put-rows.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { telemetryOf } from '../../fixtures/telemetry-rows.ts'

const now = Date.now()
// Tails never ask the engine.
const clickhouse = createClickHouseClient({ url: 'http://127.0.0.1:1', database: 'none' })
const tail = createTail({ subscribersMax: 5, flushMs: 5 })
tail.begin(0n)
let through = 100n
const publish = (rows: RowBatch) => tail.publish({ batch: columnsOf(rows), through: through++ })
let app: FastifyInstance
/** What the next look at a client's access ends with. */
let accessFailure: Error | undefined
let origin: string

beforeAll(async () => {
  app = await buildTelemetryApp({
    clickhouse,
    tail,
    heartbeatMs: 250,
    accessEveryMs: 20,
    resolveProjectAccess: async (request) => {
      if (request.headers['x-api-key'] === 'wrong') throw new UnauthorizedError('no')
      if (accessFailure && request.headers['x-api-key'] === 'passing') throw accessFailure
      return { projectId: (request.params as { projectId: string }).projectId, retentionDays: 30 }
    },
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  origin = `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await app.close()
  tail.close()
  await clickhouse.close()
})

/** A client of a tail whose messages are awaited one by one. */
async function watch<T extends z.ZodType>(path: string, schema: T, projectId = 'mine', options = {}) {
  const socket = new WebSocket(`${origin}/api/projects/${projectId}${path}`, options)
  const messages: z.output<T>[] = []
  const waiting: ((message: z.output<T>) => void)[] = []
  socket.on('message', (data) => {
    const message = schema.parse(JSON.parse((data as Buffer).toString()))
    const next = waiting.shift()
    if (next) next(message)
    else messages.push(message)
  })
  const next = () =>
    new Promise<z.output<T>>((resolve) => {
      const message = messages.shift()
      if (message !== undefined) resolve(message)
      else waiting.push(resolve)
    })
  const close = () =>
    new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      socket.close()
    })
  expect(await next()).toMatchObject({ type: 'ready' })
  return { socket, next, close }
}

/** The status of an upgrade that is refused. */
const refusal = (path: string, headers = {}, projectId = 'mine') =>
  new Promise<number | undefined>((resolve, reject) => {
    const socket = new WebSocket(`${origin}/api/projects/${projectId}${path}`, { headers })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
    socket.on('open', () => reject(new Error('accepted')))
    socket.on('error', reject)
  })

describe('a tail', () => {
  it('shows spans that pass its filter as they are accepted, with a cursor, and none of another project', async () => {
    const client = await watch('/traces/tail?text=CHAT&attribute=http.route=/pay', tracesTailMessageSchema)
    publish(telemetryOf('other', 'secret', now))
    publish(telemetryOf('mine', 'pay', now))
    const message = (await client.next()) as Extract<TracesTailMessage, { type: 'rows' }>
    expect(message.rows.map(({ name, serviceName }) => [name, serviceName])).toEqual([
      ['chat gpt', 'pay'],
      ['chat gpt', 'pay'],
    ])
    expect(message.cursor).not.toBe('')
    await client.close()
  })

  it('takes searches: fields, attributes of record and resource, exclusion and text', async () => {
    const query = encodeURIComponent(
      'resource.process.pid:>40 -name:GET* (duration:2ms OR status_message:"card declined") big:*',
    )
    const client = await watch(`/traces/tail?query=${query}`, tracesTailMessageSchema)
    publish(telemetryOf('other', 'secret', now))
    publish(telemetryOf('mine', 'pay', now))
    const message = (await client.next()) as Extract<TracesTailMessage, { type: 'rows' }>
    expect(message.rows.map(({ spanId }) => spanId)).toEqual([spanIdOf(2), spanIdOf(4)])
    await client.close()
  })

  it('shows a span when it starts, running, and again when it has ended, to whoever its filter lets see either', async () => {
    const everything = await watch('/traces/tail', tracesTailMessageSchema)
    const failures = await watch('/traces/tail?status=error', tracesTailMessageSchema)
    const running = await watch('/traces/tail?status=running&name=run', tracesTailMessageSchema)
    const ids = { project_id: 'mine', trace_id: traceIdOf(1), span_id: spanIdOf(1), name: 'run' }
    const started = { ...ids, timestamp: BigInt(Date.now() - 2_000) * 1_000_000n }
    const start = rowOf('running_spans', { ...started, end_expected_by: started.timestamp + 10n ** 13n, sequence: 1n })
    publish({ running_spans: [start, { ...start, project_id: 'other' }] })
    for (const client of [everything, running]) {
      expect(await client.next()).toMatchObject({ rows: [{ spanId: spanIdOf(1), state: 'running', name: 'run' }] })
    }
    publish({ spans: [rowOf('spans', { ...started, duration_nanoseconds: 5n, status_code: 2, sequence: 2n })] })
    for (const client of [everything, failures]) {
      const message = (await client.next()) as Extract<TracesTailMessage, { type: 'rows' }>
      expect(message.rows).toMatchObject([{ spanId: spanIdOf(1), durationNanoseconds: '5', status: 'error' }])
      expect(message.rows[0]).not.toHaveProperty('state')
    }
    for (const client of [everything, failures, running]) await client.close()
  })

  it('finds log records by an attribute of their resource', async () => {
    const client = await watch('/logs/tail?attribute=k8s.pod.name=pay-0&severity=error', logsTailMessageSchema)
    publish(telemetryOf('mine', 'pay', now))
    expect(await client.next()).toMatchObject({ type: 'rows', rows: [{ body: 'pay took payment 1' }] })
    await client.close()
  })

  it('shows the points of every metric type', async () => {
    const client = await watch('/metrics/tail?service=pay', metricsTailMessageSchema)
    publish(telemetryOf('mine', 'pay', now))
    const message = await client.next()
    expect(message).toMatchObject({
      rows: [
        { name: 'pay.gauge', type: 'gauge', value: 1.5, count: null },
        { name: 'pay.sum', type: 'sum', value: 60, count: null },
        { name: 'pay.histogram', type: 'histogram', value: 6, count: 4 },
        { name: 'pay.exponential_histogram', type: 'exponential_histogram', value: 6, count: 4 },
        { name: 'pay.summary', type: 'summary', value: 6, count: 4 },
      ],
    })
    await client.close()
  })

  it('shows the points of series that a search finds, by what they, their metric and their resource have', async () => {
    const found = async (query: string) => {
      const client = await watch(`/metrics/tail?query=${encodeURIComponent(query)}`, metricsTailMessageSchema)
      publish(telemetryOf('mine', 'other', now))
      publish(telemetryOf('mine', 'pay', now))
      const message = (await client.next()) as Extract<MetricsTailMessage, { type: 'rows' }>
      await client.close()
      return message.rows.map(({ name }) => name)
    }
    expect(await found('service:pay metric_type:(gauge OR summary)')).toEqual(['pay.gauge', 'pay.summary'])
    expect(await found('k8s.pod.name:pay-0 name:*hist*')).toEqual(['pay.histogram', 'pay.exponential_histogram'])
    expect(await found('resource.k8s.pod.name:* -service:other name:*.sum')).toEqual(['pay.sum'])
  })

  it('is refused before the upgrade for a wrong key and for a filter that makes no sense', async () => {
    expect(await refusal('/traces/tail', { 'x-api-key': 'wrong' })).toBe(401)
    expect(await refusal('/traces/tail?status=loud')).toBe(400)
    expect(await refusal('/logs/tail?severity=loud')).toBe(400)
    expect(await refusal('/metrics/tail?query=metric_type:loud')).toBe(400)
    expect(await refusal('/metrics/tail?query=parent:(service:pay)')).toBe(400)
  })

  it('is refused before the upgrade for a cursor that is none, and for one of another project or signal', async () => {
    const client = await watch('/logs/tail', logsTailMessageSchema)
    publish(telemetryOf('mine', 'pay', now))
    const { cursor } = await client.next()
    await client.close()
    for (const garbage of [
      '',
      'x',
      '%00',
      Buffer.from('[]').toString('base64url'),
      cursor.slice(1),
      'a'.repeat(13_000),
    ]) {
      expect(await refusal(`/logs/tail?cursor=${garbage}`)).toBe(400)
    }
    expect(await refusal(`/traces/tail?cursor=${cursor}`)).toBe(400)
    expect(await refusal(`/logs/tail?cursor=${cursor}`, {}, 'other')).toBe(400)
    const problem = (await app.inject({ url: `/api/projects/other/logs/tail?cursor=${cursor}` })).json()
    expect([problem.status, problem.code]).toEqual([400, 'INVALID_CURSOR'])
    const resumed = await watch(`/logs/tail?cursor=${cursor}`, logsTailMessageSchema)
    await resumed.close()
  })

  it('ends soon after its client may not look any more, and not because nobody could tell', async () => {
    const client = await watch('/logs/tail', logsTailMessageSchema, 'mine', { headers: { 'x-api-key': 'passing' } })
    accessFailure = new EngineUnavailableError('postgresql', new Error('away'))
    const closed = new Promise<number>((resolve) => client.socket.once('close', resolve))
    publish(telemetryOf('mine', 'pay', now))
    expect(await client.next()).toMatchObject({ type: 'rows' })
    accessFailure = new UnauthorizedError('revoked')
    expect(await closed).toBe(4401)
    accessFailure = undefined
  })

  it('is refused with 503 when too many are open, and has room again when one closes', async () => {
    const clients = await Promise.all([1, 2, 3, 4, 5].map(() => watch('/traces/tail', tracesTailMessageSchema)))
    expect(await refusal('/traces/tail')).toBe(503)
    await clients[0]?.close()
    const late = await watch('/traces/tail', tracesTailMessageSchema)
    for (const client of [...clients.slice(1), late]) await client.close()
  })

  it('is ended when its client stops answering', async () => {
    const client = await watch('/traces/tail', tracesTailMessageSchema, 'mine', { autoPong: false })
    await new Promise<void>((resolve) => client.socket.once('close', () => resolve()))
  })

  it('tells a plain request that it is a WebSocket', async () => {
    const response = await app.inject({ url: '/api/projects/mine/traces/tail' })
    expect([response.statusCode, response.json().code]).toEqual([426, 'UPGRADE_REQUIRED'])
  })
})
