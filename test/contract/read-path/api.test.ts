import {
  facetListSchema,
  type LogHistogram,
  logDetailSchema,
  logHistogramSchema,
  logListSchema,
  problemSchema,
  type SpanHistogram,
  serviceListSchema,
  spanDetailSchema,
  spanHistogramSchema,
  spanListSchema,
  traceDetailSchema,
  traceListSchema,
} from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { beyondDouble, telemetryOf } from '../../fixtures/telemetry-rows.ts'
import { everyDownload, everyRead, walkedPaths } from './every-read.ts'

const now = Date.now()
let telemetry: TelemetryDatabase
let app: FastifyInstance
const tail = createTail()

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  // The other project has the same ids: only its name tells the rows apart.
  await telemetry.insert(telemetryOf('mine', 'pay', now))
  await telemetry.insert(telemetryOf('other', 'secret', now))
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

/** @param body of what is asked by POST. */
async function get(path: string, projectId = 'mine', body?: object) {
  const response = await app.inject({ url: `/api/projects/${projectId}${path}`, ...(body && { method: 'POST', body }) })
  return { status: response.statusCode, type: response.headers['content-type'], body: response.json() as unknown }
}

async function read<T extends z.ZodType>(
  schema: T,
  path: string,
  projectId = 'mine',
  question?: object,
): Promise<z.output<T>> {
  const { status, body } = await get(path, projectId, question)
  expect(status, JSON.stringify(body)).toBe(200)
  return schema.parse(body)
}

/** An answer without what it echoes of the question. */
const withoutEcho = (body: object) =>
  JSON.stringify({ ...body, receipt: undefined }, (key, value) =>
    key === 'name' && /^\w+\.\w+$/.test(value) ? '' : value,
  )

describe('every read', () => {
  it.each(everyRead)(
    '%s answers in the shape of its schema, with a receipt of this project alone',
    async (path, schema, body) => {
      const answer = (await read(schema, path, 'mine', body)) as {
        receipt: { sql: string; elapsedMilliseconds: number }
      }
      expect(answer.receipt.sql).toContain(`project_id = 'mine'`)
      expect(answer.receipt.sql).not.toMatch(/\{\w+:/)
    },
  )

  it.each(everyRead)('%s shows nothing of another project', async (path, _schema, question) => {
    const { body } = await get(path, 'mine', question)
    expect(withoutEcho(body as object)).not.toContain('secret')
  })

  it.each(everyRead)('%s is empty, not an error, for a project without telemetry', async (path, schema, body) => {
    const text = withoutEcho((await read(schema, path, 'empty', body)) as object)
    expect(text).not.toMatch(/pay|secret/)
  })

  it.each(everyDownload)('%s is a file of this project alone', async (path) => {
    const { body } = await app.inject({ path: `/api/projects/mine${path}` })
    expect(body).toContain('pay')
    expect(body).not.toContain('secret')
  })

  it('is a route of the walk above, or of a single record below', async () => {
    const { paths } = (await app.inject({ url: '/api/openapi.json' })).json() as { paths: object }
    const walked = new Set(walkedPaths)
    const trace = '/traces/{traceId}'
    const single = [
      trace,
      `${trace}/structure`,
      `${trace}/attributes/keys`,
      `${trace}/attributes/values`,
      `${trace}/otlp`,
      `${trace}/spans/{spanId}`,
      '/logs/{logId}',
      '/logs/{logId}/context',
    ]
    const tails = ['/traces/tail', '/logs/tail', '/metrics/tail']
    for (const path of [...single, ...tails]) walked.add(`/api/projects/{projectId}${path}`)
    expect(new Set(Object.keys(paths))).toEqual(walked)
  })
})

describe('a trace', () => {
  it('has its spans by start time, and what they amount to', async () => {
    const trace = await read(traceDetailSchema, `/traces/${traceIdOf(1)}`)
    expect(trace.spans.map(({ spanId, parentSpanId, kind }) => [spanId, parentSpanId, kind])).toEqual([
      [spanIdOf(1), '', 'server'],
      [spanIdOf(2), spanIdOf(1), 'client'],
    ])
    expect(trace).toMatchObject({ spanCount: 2, truncated: false, durationNanoseconds: '1002000000' })
    expect(trace.startTimeUnixNano).toBe(String(BigInt(now - 59_000) * 1_000_000n + 123_456n))
  })

  it('is listed with its root, errors, services and tokens', async () => {
    const { rows } = await read(traceListSchema, '/traces')
    expect(rows.map(({ traceId }) => traceId)).toEqual([traceIdOf(2), traceIdOf(1)])
    expect(rows[0]).toMatchObject({
      rootName: 'GET /pay',
      rootServiceName: 'pay',
      rootArrived: true,
      spanCount: 2,
      errorCount: 1,
      serviceNames: ['pay'],
      genAiInputTokens: 100,
      genAiOutputTokens: 10,
    })
  })

  it('of another project is not found, nor are its spans and log records', async () => {
    const { rows } = await read(logListSchema, '/logs')
    const [trace, log] = [`/traces/${traceIdOf(1)}`, `/logs/${rows[0]?.logId}`]
    for (const path of [trace, `${trace}/spans/${spanIdOf(1)}`, log, `${log}/context`]) {
      expect((await get(path)).status).toBe(200)
      const answer = await get(path, 'empty')
      expect([answer.status, answer.type]).toEqual([404, 'application/problem+json'])
      expect(problemSchema.parse(answer.body).code).toBe('NOT_FOUND')
    }
  })
})

describe('a span', () => {
  it('comes back with every attribute in the type it was sent with', async () => {
    const span = await read(spanDetailSchema, `/traces/${traceIdOf(2)}/spans/${spanIdOf(4)}`)
    expect(span.attributes).toEqual([
      { key: 'big', type: 'int', value: String(beyondDouble) },
      { key: 'half', type: 'double', value: 0.5 },
      { key: 'http.route', type: 'string', value: '/pay' },
      { key: 'least', type: 'int', value: '-9223372036854775808' },
      { key: 'list', type: 'json', value: `[1,"a",${beyondDouble}]` },
      { key: 'most', type: 'double', value: 'Infinity' },
      { key: 'not', type: 'double', value: 'NaN' },
      { key: 'nothing', type: 'json', value: 'null' },
      { key: 'prompt', type: 'string', value: 'x'.repeat(100) },
      { key: 'whole', type: 'double', value: 3 },
      { key: 'yes', type: 'bool', value: true },
    ])
    const texts = [
      { key: 'n', type: 'int', value: '5' },
      { key: 's', type: 'string', value: 'text' },
    ]
    expect(span.scope).toEqual({ name: 'scope', version: '', attributes: texts })
    expect(span.events).toMatchObject([{ name: 'exception', attributes: texts, droppedAttributesCount: 1 }])
    expect(span.links).toEqual([
      {
        traceId: traceIdOf(9),
        spanId: spanIdOf(9),
        traceState: 'a=b',
        flags: 1,
        attributes: texts,
        droppedAttributesCount: 2,
      },
    ])
    expect(span.resource.attributes).toContainEqual({ key: 'process.pid', type: 'int', value: '42' })
    expect(span.resource.schemaUrl).toBe('https://opentelemetry.io/schemas/1.37.0')
  })

  it.each([
    `attribute=big=${beyondDouble}`,
    'attribute=half=0.5',
    'attribute=whole=3',
    'attribute=yes=true',
    'attribute=nothing=null',
    `attribute=prompt=${'x'.repeat(100)}`,
    'attribute=process.pid=42',
    'attribute=http.route=/pay',
  ])('is found by %s', async (query) => {
    expect((await read(spanListSchema, `/spans?${query}`)).rows).toHaveLength(4)
  })

  it.each([`attribute=big=${beyondDouble - 1n}`, 'attribute=http.route=', 'attribute=yes=false', 'attribute=absent='])(
    'is not found by %s',
    async (query) => {
      expect((await read(spanListSchema, `/spans?${query}`)).rows).toHaveLength(0)
    },
  )
})

describe('counts', () => {
  it('of the rollups and of the rows agree, to the span and to the record', async () => {
    const add = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)
    const spanTotal = ({ buckets }: SpanHistogram) => add(buckets.map(({ unset, ok, error }) => unset + ok + error))
    const logTotal = ({ buckets }: LogHistogram) => add(buckets.flatMap(({ counts }) => Object.values(counts)))
    for (const range of ['from=now-1d', 'from=now-2h', 'from=now-20m']) {
      const spans = await read(spanHistogramSchema, `/spans/histogram?${range}&buckets=20`)
      const spansRead = await read(spanHistogramSchema, `/spans/histogram?${range}&buckets=20&minDurationNanoseconds=0`)
      expect([spanTotal(spans), spanTotal(spansRead)]).toEqual([4, 4])
      const logs = await read(logHistogramSchema, `/logs/histogram?${range}&buckets=20`)
      const logsRead = await read(logHistogramSchema, `/logs/histogram?${range}&buckets=20&text=payment`)
      expect([logTotal(logs), logTotal(logsRead)]).toEqual([3, 3])
    }
  })

  it('of a facet leave out its own choice, and keep every other', async () => {
    const { facets } = await read(facetListSchema, '/spans/facets?status=error&name=chat%20gpt')
    expect(facets).toEqual([
      { field: 'service', values: [{ value: 'pay', count: 1 }] },
      { field: 'name', values: [{ value: 'chat gpt', count: 1 }] },
      {
        field: 'status',
        values: [
          { value: 'error', count: 1 },
          { value: 'unset', count: 1 },
        ],
      },
    ])
  })

  it('of services cover all three signals', async () => {
    const { rows } = await read(serviceListSchema, '/services')
    expect(rows).toEqual([{ name: 'pay', spanCount: 4, errorCount: 1, logCount: 3, metricSeriesCount: 5 }])
  })
})

describe('a log record', () => {
  it('is found again by its id, with its resource and context', async () => {
    const { rows } = await read(logListSchema, '/logs?severity=error')
    expect(rows).toHaveLength(1)
    const log = await read(logDetailSchema, `/logs/${rows[0]?.logId}`)
    expect(log).toMatchObject({ ...rows[0], traceId: traceIdOf(1), spanId: spanIdOf(1) })
    expect(log.attributes).toEqual([{ key: 'big', type: 'int', value: String(beyondDouble) }])
    expect(log.resource.attributes).toContainEqual({ key: 'process.pid', type: 'int', value: '42' })
  })

  it.each(['0-0', 'x', '99999999999999999999-1', '1-99999999999999999999', `1-${2n ** 64n - 1n}`])(
    'with the id %s is not found',
    async (logId) => {
      expect((await get(`/logs/${logId}`)).status).toBe(404)
    },
  )
})

describe('a request that cannot be answered', () => {
  it.each([
    ['/spans?limit=0', 'limit'],
    ['/spans?limit=5000', 'limit'],
    ['/spans?from=yesterday', 'from'],
    ['/spans?status=failed', 'status'],
    ['/spans?attribute=nonsense', 'attribute'],
    ['/spans?minDurationNanoseconds=-1', 'minDurationNanoseconds'],
    ['/logs?severity=loud', 'severity'],
    ['/logs?traceId=xyz', 'traceId'],
    ['/logs/histogram?buckets=0', 'buckets'],
    ['/metrics/series', 'name'],
    ['/metrics/series?name=a&aggregation=median', 'aggregation'],
    ['/traces/123', 'traceId'],
    ['/spans?from=now&to=now-1h', 'from'],
    ['/metrics/series?name=pay.gauge&aggregation=rate', 'aggregation'],
    ['/metrics/series?name=pay.gauge&from=now-1d&stepSeconds=1', 'stepSeconds'],
  ])('%s is a 400 that names %s', async (path, parameter) => {
    const { status, type, body } = await get(path)
    expect([status, type]).toEqual([400, 'application/problem+json'])
    const problem = problemSchema.parse(body)
    expect(JSON.stringify([problem.title, problem.errors])).toContain(parameter)
  })

  it.each(['cursor=abc', 'cursor=WzFd', `cursor=${Buffer.from('[1,2,"3","xx","4"]').toString('base64url')}`])(
    'with %s is a 400 with a code',
    async (query) => {
      for (const path of ['/spans', '/traces', '/logs']) {
        const { status, body } = await get(`${path}?${query}`)
        expect([status, problemSchema.parse(body).code]).toEqual([400, 'INVALID_CURSOR'])
      }
    },
  )
})
