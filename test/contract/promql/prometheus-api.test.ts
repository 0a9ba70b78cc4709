import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeMetrics } from '../../../apps/ingest/src/decode/decode-metrics.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { telemetryOf } from '../../fixtures/telemetry-rows.ts'
import { everyPrometheusRead } from '../read-path/every-read.ts'

const now = Math.floor(Date.now() / 60_000) * 60_000
const minute = 60_000
let telemetry: TelemetryDatabase
let app: FastifyInstance

const attributesOf = (values: Record<string, string>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
const nanoseconds = (milliseconds: number) => `${BigInt(milliseconds) * 1_000_000n}`

/** Ten points, a minute apart, the last one now. */
const points = (point: (index: number) => object, attributes: Record<string, string> = {}) =>
  Array.from({ length: 10 }, (_, index) => ({
    attributes: attributesOf(attributes),
    startTimeUnixNano: nanoseconds(now - (10 - index) * minute),
    timeUnixNano: nanoseconds(now - (9 - index) * minute),
    ...point(index),
  }))

async function send(resource: Record<string, string>, metrics: unknown[]): Promise<void> {
  const scope = { name: 'meter', version: '2' }
  const body = {
    resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics: [{ scope, metrics }] }],
  }
  const { batch, rejections } = decodeMetrics(Buffer.from(JSON.stringify(body)), 'json', {
    project: { projectId: 'mine', retentionDays: 30 },
    receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n,
  })
  expect(rejections).toEqual([])
  await telemetry.insert(batch)
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.insert(telemetryOf('mine', 'pay', Date.now()))
  await telemetry.insert(telemetryOf('other', 'secret', Date.now()))
  const pod = (name: string) => ({ 'service.name': 'shop', 'service.namespace': 'eu', 'k8s.pod.name': name })
  await send({ ...pod('a'), 'service.instance.id': 'a' }, [
    {
      name: 'jobs.done',
      sum: {
        aggregationTemporality: 1,
        isMonotonic: true,
        dataPoints: points(() => ({ asDouble: 6 }), { 'job.kind': 'mail' }),
      },
    },
    { name: 'cpu.load', unit: '1', gauge: { dataPoints: points((index) => ({ asDouble: index })) } },
    {
      name: 'wait',
      unit: 'ms',
      exponentialHistogram: {
        aggregationTemporality: 1,
        dataPoints: points(() => ({
          count: '100',
          sum: 900,
          scale: 5,
          zeroCount: '0',
          positive: { offset: 96, bucketCounts: Array(32).fill('3').concat(['4']) },
        })),
      },
    },
    {
      name: 'age',
      unit: 's',
      summary: { dataPoints: points(() => ({ count: '5', sum: 10, quantileValues: [{ quantile: 0.5, value: 2 }] })) },
    },
  ])
  for (const name of ['b', 'c']) {
    await send({ ...pod(name), 'service.name': 'pool' }, [
      { name: 'threads', gauge: { dataPoints: points(() => ({ asDouble: 4 })) } },
    ])
  }
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

const pathOf = (path: string, project = 'mine') => `/api/projects/${project}/prometheus/api/v1/${path}`

interface Answer {
  status: string
  data: unknown
  errorType?: string
  error?: string
  warnings?: string[]
}

async function get(
  path: string,
  parameters: Record<string, string> = {},
  project?: string,
): Promise<Answer & { code: number }> {
  const response = await app.inject({ url: `${pathOf(path, project)}?${new URLSearchParams(parameters)}` })
  return { ...response.json<Answer>(), code: response.statusCode }
}

/** Values by series' labels. */
async function query(text: string) {
  const { data, error, warnings } = await get('query', { query: text, time: String(now / 1000) })
  expect(error).toBeUndefined()
  const { result } = data as { result: { metric: Record<string, string>; value: [number, string] }[] }
  return { result, values: result.map(({ value }) => Number(value[1])), warnings }
}

describe('names', () => {
  it('are those of OpenTelemetry for Prometheus, with job, instance and scope', async () => {
    const { result } = await query('jobs_done_total')
    expect(result.map(({ metric }) => metric)).toEqual([
      {
        __name__: 'jobs_done_total',
        instance: 'a',
        job: 'eu/shop',
        job_kind: 'mail',
        otel_scope_name: 'meter',
        otel_scope_version: '2',
      },
    ])
    expect((await query('cpu_load_ratio')).values).toEqual([9])
    expect((await query('age_seconds{quantile="0.5"}')).values).toEqual([2])
    expect((await query('wait_milliseconds_count')).values).toEqual([500])
  })

  it('may be the original ones, of metrics and labels, between quotes', async () => {
    const { result } = await query('sum by ("job.kind") ({"jobs.done"})')
    expect(result.map(({ metric }) => metric)).toEqual([{ 'job.kind': 'mail' }])
    expect((await query('{"jobs.done","job.kind"="mail"}')).values).toEqual([30])
    expect((await query('jobs_done_total{"job.kind"="mail"}')).values).toEqual([30])
  })

  it('bring the attributes of a resource by target_info', async () => {
    const { result } = await query(
      'cpu_load_ratio * on (job, instance) group_left (k8s_pod_name) target_info{job="eu/shop"}',
    )
    expect(result.map(({ metric }) => metric.k8s_pod_name)).toEqual(['a'])
  })
})

describe('increments', () => {
  it('are counted up, so that rates are right', async () => {
    expect((await query('rate(jobs_done_total[5m])')).values).toEqual([expect.closeTo(0.1, 9)])
    expect((await query('increase(wait_milliseconds_sum[5m])')).values).toEqual([expect.closeTo(4500, 6)])
  })
})

describe('exponential histograms', () => {
  it('have quantiles within 5 % by way of buckets that are 9 % wide', async () => {
    const { values } = await query('histogram_quantile(0.5, sum by (le) (rate(wait_milliseconds_bucket[5m])))')
    // 33 buckets from 8 up, 3 in each: half of them lie below 2^(3 + 16.67 / 32).
    expect(Math.abs((values[0] ?? 0) / 2 ** (3 + 16.67 / 32) - 1)).toBeLessThan(0.05)
  })
})

describe('senders that cannot be told apart by their labels', () => {
  it('are told apart all the same, with a warning', async () => {
    const { result, warnings } = await query('threads')
    expect(result.map(({ metric }) => Object.keys(metric).includes('otel_series_id'))).toEqual([true, true])
    expect(warnings?.[0]).toMatch(/service\.instance\.id/)
    expect((await query('sum(threads)')).values).toEqual([8])
  })

  it('are found by what tells them apart', async () => {
    const ids = (await query('threads')).result.map(({ metric }) => metric.otel_series_id ?? '')
    const { result } = await query(`threads{otel_series_id="${ids[0]}"}`)
    expect(result.map(({ metric }) => metric.otel_series_id)).toEqual([ids[0]])
    expect((await query(`threads{otel_series_id!="${ids[0]}"}`)).result).toHaveLength(1)
    expect((await query('threads{otel_series_id=""}')).result).toEqual([])
  })
})

describe('what Grafana asks', () => {
  const range = { start: String(now / 1000 - 3600), end: String(now / 1000) }

  it('query_range by POST, with its parameters as a form', async () => {
    const response = await app.inject({
      method: 'POST',
      url: pathOf('query_range'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ query: 'sum(rate(jobs_done_total[5m]))', ...range, step: '60' }).toString(),
    })
    const { data } = response.json<{ data: { resultType: string; result: { values: unknown[] }[] } }>()
    expect(data.resultType).toBe('matrix')
    expect(data.result[0]?.values.length).toBeGreaterThan(5)
  })

  it('labels, their values, series and metadata', async () => {
    expect((await get('labels', range)).data).toEqual(
      expect.arrayContaining(['__name__', 'instance', 'job', 'job_kind']),
    )
    expect((await get('label/job/values', { ...range, 'match[]': 'jobs_done_total' })).data).toEqual(['eu/shop'])
    expect((await get('label/__name__/values', range)).data).toEqual(
      expect.arrayContaining(['jobs_done_total', 'target_info']),
    )
    expect((await get('series', { ...range, 'match[]': '{job_kind="mail"}' })).data).toMatchObject([
      { job_kind: 'mail' },
    ])
    expect((await get('metadata', { metric: 'jobs_done_total' })).data).toEqual({
      jobs_done_total: [{ type: 'counter', help: '', unit: '' }],
    })
    expect((await get('status/buildinfo')).data).toMatchObject({ version: expect.stringMatching(/^\d/) })
    expect((await get('label/job/values', { ...range, limit: '1' })).data).toHaveLength(1)
  })

  it('the same names and values without a selector as of every series', async () => {
    const every = { ...range, 'match[]': '{__name__=~".+"}' }
    const names = (await get('labels', every)).data as string[]
    expect((await get('labels', range)).data).toEqual(names)
    expect(names).toEqual(expect.arrayContaining(['__name__', 'instance', 'job', 'job_kind', 'le', 'otel_scope_name']))
    for (const name of names) {
      const path = `label/${name}/values`
      const values = (await get(path, every)).data as string[]
      // A summary without a quantile in the range has a name and no series.
      const expected = name === '__name__' ? [...new Set([...values, 'pay_summary_seconds'])].sort() : values
      expect([name, (await get(path, range)).data]).toEqual([name, expected])
    }
    expect(await get('label/job/values', { ...range, limit: '1' })).toMatchObject({
      warnings: ['results truncated due to limit'],
    })
  })

  it('a question mark in an expression, a label by its original name, rules and alerts', async () => {
    const address = `${pathOf('query')}?query=sum(jobs_done_total{job_kind=~"mai?l"})&time=${now / 1000}`
    const response = await app.inject({ url: address })
    expect(response.json()).toMatchObject({ data: { result: [{ value: [now / 1000, '30'] }] } })
    expect((await get('label/job.kind/values', range)).data).toEqual(['mail'])
    expect((await get('label/U__job_2e_kind/values', range)).data).toEqual(['mail'])
    expect(await get('label/constructor/values', range)).toMatchObject({ code: 200, data: [] })
    expect(await get('label/U__x_ffffff_/values', range)).toMatchObject({ code: 200, data: [] })
    expect((await get('rules')).data).toEqual({ groups: [] })
    expect((await get('alerts')).data).toEqual({ alerts: [] })
  })

  it('is told when the time that it gave is up, also while samples are read', async () => {
    const answer = await get('query_range', { query: '{job=~".+"}', ...range, step: '60', timeout: '1ms' })
    expect(answer).toMatchObject({ code: 503, errorType: 'timeout', error: expect.stringContaining('0.001 s') })
  })

  it('is told of mistakes in the form that Prometheus has for them', async () => {
    expect(await get('query', { query: 'sum(' })).toEqual({
      code: 400,
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringMatching(/^1:5: parse error: .*\) is missing/),
    })
    const many = await get('query_range', { query: 'vector(1)', start: '0', end: '100000', step: '1' })
    expect(many).toMatchObject({ code: 400, errorType: 'bad_data', error: expect.stringContaining('11,000') })
    expect(await get('query', { query: 'holt_winters(x[5m], 0.5, 0.5)' })).toMatchObject({
      error: expect.stringContaining('double_exponential_smoothing'),
    })
    expect(await get('query', { query: 'histogram_count(x)' })).toMatchObject({ code: 422, errorType: 'execution' })
    expect(await get('query', { query: 'x', lookback_delta: '1h' })).toMatchObject({ code: 400, errorType: 'bad_data' })
    for (const time of ['soon', '2026-01-01', '2026-01-01T00:00:00']) {
      expect(await get('query', { query: 'x', time })).toMatchObject({ code: 400, errorType: 'bad_data' })
    }
  })
})

describe('every read', () => {
  it.each(everyPrometheusRead)('%s shows nothing of another project', async (path) => {
    const response = await app.inject({ url: `/api/projects/mine${path}` })
    expect(response.statusCode).toBe(200)
    expect(response.body).not.toContain('secret')
  })

  it.each(everyPrometheusRead)('%s is empty, not an error, for a project without telemetry', async (path) => {
    const response = await app.inject({ url: `/api/projects/empty${path}` })
    expect(response.statusCode).toBe(200)
    expect(response.body).not.toMatch(/pay|secret/)
  })
})
