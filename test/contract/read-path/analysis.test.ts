import {
  metricExemplarsSchema,
  operationListSchema,
  serviceMapSchema,
  serviceRedSchema,
  spanDifferencesSchema,
  spanHeatmapSchema,
  spanRedSchema,
  traceExemplarsSchema,
} from '@hanzo/schema/api'
import { metricTypeCode, type SpanRow } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

/** The range that is asked about, ten minutes of it whole, and the begun ones at both ends. */
const from = Date.parse('2026-11-20T10:00:30.000Z')
const to = Date.parse('2026-11-20T10:11:30.000Z')
const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
const traces = 240
const millisecond = 1_000_000n
let telemetry: TelemetryDatabase
let app: FastifyInstance

/** A request: shop asks payments, which asks its database and a model; mail is told and sends no spans. */
function traceOf(number: number, at: number): SpanRow[] {
  const isSlow = number % 10 === 0
  const span = (place: number, parent: number, more: Partial<SpanRow>) =>
    rowOf('spans', {
      project_id: 'a',
      retention_days: 30,
      timestamp: BigInt(at + place) * millisecond,
      duration_nanoseconds: millisecond,
      trace_id: traceIdOf(number + 1),
      span_id: spanIdOf(number * 10 + place),
      parent_span_id: parent === 0 ? '0'.repeat(16) : spanIdOf(number * 10 + parent),
      sequence: BigInt(number * 10 + place),
      resource_id: isSlow ? 2n : 1n,
      ...more,
    })
  const shop = { service_name: 'shop' }
  const payments = { service_name: 'payments', attributes_string: new Map([['pay.tier', isSlow ? 'free' : 'gold']]) }
  return [
    span(1, 0, { ...shop, kind: 2, name: 'POST /pay', duration_nanoseconds: (isSlow ? 900n : 30n) * millisecond }),
    span(2, 1, { ...shop, kind: 3, name: 'POST', server_address: 'payments.internal' }),
    span(3, 2, { ...payments, kind: 2, name: 'charge', status_code: number % 4 === 0 ? 2 : 0 }),
    span(4, 3, {
      ...payments,
      kind: 3,
      name: 'SELECT',
      attributes_string: new Map([
        ['db.system.name', 'postgresql'],
        ['db.namespace', 'orders'],
      ]),
      attributes_int: new Map([['rows', BigInt(isSlow ? 1000 + number : 2)]]),
    }),
    span(5, 3, { ...payments, kind: 3, name: 'chat', gen_ai_is_inference: true, gen_ai_provider_name: 'openai' }),
    span(6, 1, { ...shop, kind: 3, name: 'POST', server_address: 'mail.example' }),
  ]
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  const step = (to - from) / traces
  const current = Array.from({ length: traces }, (_, index) => traceOf(index, Math.floor(from + index * step)))
  const before = Array.from({ length: 60 }, (_, index) => traceOf(10_000 + index, from - 400_000 + index * 1000))
  const resource = (id: bigint, pod: string) =>
    rowOf('resources', {
      project_id: 'a',
      resource_id: id,
      attributes: new Map([['k8s.pod.name', pod]]),
      last_seen: Math.floor(to / 1000),
    })
  const worker = [1, 2].map((number) =>
    rowOf('spans', {
      ...{ project_id: 'a', retention_days: 30, service_name: 'worker', kind: 1, name: 'sweep' },
      ...{ timestamp: BigInt(from + number * 60_000) * millisecond, trace_id: traceIdOf(90_000 + number) },
      ...{ span_id: spanIdOf(number), duration_nanoseconds: 5n * millisecond },
    }),
  )
  const series = { project_id: 'a', retention_days: 30, metric_name: 'pay.duration', series_id: 1n }
  await telemetry.insert({
    spans: [...current.flat(), ...before.flat(), ...worker],
    resources: [resource(1n, 'pod-1'), resource(2n, 'pod-2')],
    metric_series: [
      rowOf('metric_series', {
        ...series,
        day: Math.floor(from / 86_400_000),
        type: metricTypeCode.histogram,
        unit: 's',
        service_name: 'shop',
        attributes: new Map([['route', '/pay']]),
        last_seen: Math.floor(to / 1000),
      }),
    ],
    metric_exemplars: [1, 2, 3].map((number) =>
      rowOf('metric_exemplars', {
        ...series,
        timestamp: BigInt(from + number * 10),
        value: number / 10,
        // The third was measured outside of any trace.
        trace_id: number === 3 ? '0'.repeat(32) : traceIdOf(1),
        span_id: number === 3 ? '0'.repeat(16) : spanIdOf(number),
      }),
    ),
  })
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

async function ask<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  const response = await app.inject({ url: `/api/projects/a${path}` })
  expect(response.statusCode, response.body).toBe(200)
  return schema.parse(response.json())
}

const within = (value: number | null, expected: number) =>
  expect(Math.abs((value ?? 0) / expected - 1)).toBeLessThan(0.07)

describe('rate, errors and durations', () => {
  it('are exact in their counts, close in their durations, beside those of the range before', async () => {
    const { current, previous, seconds } = await ask(spanRedSchema, `/spans/red?${range}&service=shop&name=POST /pay`)
    expect(seconds).toBe(660)
    expect([current.spanCount, current.errorCount, previous.spanCount]).toEqual([traces, 0, 60])
    within(current.p50, 30e6)
    within(current.p95, 900e6)
    within(current.p99, 900e6)
  })

  it.each(['', '&service=payments', '&query=kind:client', '&query=name:P*', '&query=service:shop OR name:chat'])(
    'are the same from counts by minute as from the spans themselves%s',
    async (filter) => {
      const counted = await ask(spanRedSchema, `/spans/red?${range}${filter}`)
      const read = await ask(spanRedSchema, `/spans/red?${range}${filter}&minDurationNanoseconds=0`)
      expect(counted.receipt.sql).toContain('span_metrics_1m')
      expect(read.receipt.sql).not.toContain('span_metrics_1m')
      expect({ ...counted, receipt: undefined }).toEqual({ ...read, receipt: undefined })
    },
  )

  it('of services count what they are asked for, and all that they do where nobody asks them', async () => {
    const { rows, bucketSeconds } = await ask(serviceRedSchema, `/services/red?${range}`)
    expect(rows.map(({ name, basis, current }) => [name, basis, current.spanCount, current.errorCount])).toEqual([
      ['payments', 'requests', traces, traces / 4],
      ['shop', 'requests', traces, 0],
      ['worker', 'spans', 2, 0],
    ])
    expect(rows[0]?.previous).toMatchObject({ spanCount: 60, errorCount: 15 })
    expect(rows[2]?.previous).toEqual({ spanCount: 0, errorCount: 0, p50: null, p95: null, p99: null })
    expect(bucketSeconds).toBe(60)
    for (const { points, current } of rows) {
      expect(points).toHaveLength(12)
      expect(points.reduce((sum, { spanCount }) => sum + spanCount, 0)).toBe(current.spanCount)
      expect(points.reduce((sum, { errorCount }) => sum + errorCount, 0)).toBe(current.errorCount)
    }
  })

  it('of operations tell names and kinds apart', async () => {
    const { rows } = await ask(operationListSchema, `/services/operations?${range}&service=shop`)
    expect(rows.map(({ name, kind, current }) => [name, kind, current.spanCount])).toEqual([
      ['POST', 'client', traces * 2],
      ['POST /pay', 'server', traces],
    ])
    expect(rows[1]?.durationSum).toBe((traces / 10) * 900e6 + ((traces * 9) / 10) * 30e6)
  })
})

describe('the service map', () => {
  it('shows who calls whom, and what is called that sends no spans', async () => {
    const { edges, nodes, sample, truncated } = await ask(serviceMapSchema, `/services/map?${range}`)
    expect(edges.map(({ from, to, spanCount, errorCount }) => [from, to, spanCount, errorCount]).sort()).toEqual([
      ['service payments', 'database postgresql orders', traces, 0],
      ['service payments', 'model openai', traces, 0],
      ['service shop', 'external mail.example', traces, 0],
      ['service shop', 'service payments', traces, traces / 4],
    ])
    expect(nodes).toContainEqual({
      id: 'database postgresql orders',
      type: 'database',
      name: 'postgresql orders',
    })
    expect([sample, truncated]).toEqual([{ minutes: 12, ofMinutes: 12 }, false])
  })
})

describe('the heatmap', () => {
  it('has every span in one cell, from counts by minute as from the spans themselves', async () => {
    const counted = await ask(spanHeatmapSchema, `/spans/heatmap?${range}&buckets=12&service=shop`)
    const read = await ask(
      spanHeatmapSchema,
      `/spans/heatmap?${range}&buckets=12&service=shop&minDurationNanoseconds=0`,
    )
    expect(counted.receipt.sql).toContain('span_metrics_1m')
    expect(read.receipt.sql).not.toContain('span_metrics_1m')
    const sorted = ({ cells, times, durations }: typeof counted) => [cells.toSorted(), times, durations]
    expect(sorted(counted)).toEqual(sorted(read))
    expect(counted.cells.reduce((sum, [, , spans]) => sum + spans, 0)).toBe(traces * 3)
  })

  it('has rows that begin and end where the spans of a cell do', async () => {
    const { cells, durations } = await ask(spanHeatmapSchema, `/spans/heatmap?${range}&service=shop`)
    const top = Math.max(...cells.map(([, row]) => row))
    expect(durations).toHaveLength(top + 2)
    const bounds = `minDurationNanoseconds=${durations[top]}&maxDurationNanoseconds=${(durations[top + 1] ?? 0) - 1}`
    const { current } = await ask(spanRedSchema, `/spans/red?${range}&service=shop&${bounds}`)
    expect(current.spanCount).toBe(traces / 10)
  })
})

describe('what is different about a selection', () => {
  it('is what its spans have and the others have not, with a term that finds them', async () => {
    const selection = 'selectionMinNanoseconds=500000000'
    const slow = await ask(spanDifferencesSchema, `/spans/differences?${range}&${selection}`)
    expect(slow.selected).toEqual({ spanCount: traces / 10, ofSpans: traces / 10 })
    expect(slow.rest.spanCount).toBe(traces * 6 + 2 - traces / 10)
    expect(slow.differences).toContainEqual({
      ...{ key: 'resource.k8s.pod.name', value: 'pod-2', term: 'resource.k8s.pod.name:pod-2' },
      ...{ selectedCount: traces / 10, restCount: traces / 2 },
    })
    expect(slow.differences.map(({ term }) => term).slice(0, 3)).toEqual([
      'resource.k8s.pod.name:pod-2',
      'resource.k8s.pod.name:pod-1',
      'name:"POST /pay"',
    ])
  })

  it('is told of strings, and of numbers by their size', async () => {
    const query = 'query=service:payments&selectionQuery=resource.k8s.pod.name:pod-2'
    const { differences } = await ask(spanDifferencesSchema, `/spans/differences?${range}&${query}`)
    const terms = differences.map(({ term }) => term)
    expect(terms).toContain('pay.tier:free')
    expect(terms).toContain('rows:[1024 TO 2047]')
    expect(terms).toContain('rows:2')
    for (const { term, selectedCount, restCount } of differences) {
      const found = await ask(
        spanRedSchema,
        `/spans/red?${range}&query=${encodeURIComponent(`service:payments ${term}`)}`,
      )
      expect(found.current.spanCount, term).toBe(selectedCount + restCount)
    }
  })

  it('is bounded by a part of the range', async () => {
    const selection = `selectionFrom=${new Date(from).toISOString()}&selectionTo=${new Date(from + 60_000).toISOString()}`
    const { selected, rest } = await ask(
      spanDifferencesSchema,
      `/spans/differences?${range}&service=worker&${selection}`,
    )
    expect([selected.ofSpans, rest.ofSpans]).toEqual([0, 2])
  })

  it('refuses a selection that cannot be read', async () => {
    const response = await app.inject({ url: `/api/projects/a/spans/differences?${range}&selectionQuery=(` })
    expect([response.statusCode, response.json().code]).toEqual([400, 'INVALID_SEARCH'])
  })
})

describe('exemplars', () => {
  it('lead from a metric to the traces it was measured in', async () => {
    const { exemplars } = await ask(
      metricExemplarsSchema,
      `/metrics/exemplars?${range}&name=pay.duration&groupBy=route`,
    )
    expect(exemplars).toEqual(
      [1, 2].map((number) => ({
        timeUnixMilliseconds: from + number * 10,
        value: number / 10,
        traceId: traceIdOf(1),
        spanId: spanIdOf(number),
        labels: { route: '/pay' },
      })),
    )
    const none = await ask(metricExemplarsSchema, `/metrics/exemplars?${range}&name=pay.duration&service=other`)
    expect(none.exemplars).toEqual([])
  })

  it('lead from a trace, or one of its spans, to its metrics', async () => {
    const { metrics } = await ask(traceExemplarsSchema, `/traces/${traceIdOf(1)}/exemplars`)
    expect(metrics).toMatchObject([{ name: 'pay.duration', type: 'histogram', unit: 's', serviceName: 'shop' }])
    expect(metrics[0]?.exemplars.map(({ value }) => value)).toEqual([0.1, 0.2])
    const ofSpan = await ask(traceExemplarsSchema, `/traces/${traceIdOf(1)}/exemplars?spanId=${spanIdOf(2)}`)
    expect(ofSpan.metrics[0]?.exemplars.map(({ value }) => value)).toEqual([0.2])
    expect((await ask(traceExemplarsSchema, `/traces/${traceIdOf(999)}/exemplars`)).metrics).toEqual([])
  })
})
