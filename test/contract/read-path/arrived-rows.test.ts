import {
  type LogSummary,
  logFilterSchema,
  type MetricPoint,
  metricFilterSchema,
  spanFilterSchema,
} from '@hanzo/schema/api'
import { sequenceInstanceShift, sequenceMillisecondShift } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStoredRows, storedRowsLimits } from '../../../apps/ingest/src/follow/stored-rows.ts'
import { readArrivedPoints } from '../../../apps/ingest/src/query/arrived-points.ts'
import { countArrived, readArrived } from '../../../apps/ingest/src/query/arrived-rows.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import type { TailSubject } from '../../../apps/ingest/src/tail/tail-client.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { telemetryOf } from '../../fixtures/telemetry-rows.ts'

const now = Date.now()
const logs = 100
let telemetry: TelemetryDatabase
let context: QueryContext

/** The number of a row: its millisecond since `now`, its receiver, its place. */
const sequenceOf = (millisecond: number, instance: number, counter = 0) =>
  (BigInt(now + millisecond) << sequenceMillisecondShift) |
  (BigInt(instance) << sequenceInstanceShift) |
  BigInt(counter)
const before = sequenceOf(-1, 0)
const end = sequenceOf(1_000, 255)
const everyLog = { signal: 'logs', filter: logFilterSchema.parse({}) } as const
const errors = { signal: 'logs', filter: logFilterSchema.parse({ query: 'severity:error resource.pod:x' }) } as const
const numbersOf = (rows: unknown[]) => rows.map((row) => Number((row as LogSummary).body))
const numbersFrom = (first: number, step = 1) =>
  Array.from({ length: Math.ceil((logs - first) / step) }, (_, index) => first + index * step)

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  const common = { retention_days: 30, resource_id: 1n }
  const time = (milliseconds: number) => BigInt(now + milliseconds) * 1_000_000n
  const seconds = Math.floor(now / 1_000)
  // Times of records say nothing about their arrival: these come from yesterday to today, in no order.
  const logOf = (number: number, instance: number, project_id = 'p', body = number) =>
    rowOf('logs', {
      ...{ ...common, project_id, body: String(body), severity_number: number % 5 === 0 ? 17 : 9 },
      timestamp: time(-((number * 37) % 100) * 600_000),
      sequence: sequenceOf(number, instance),
    })
  const numbers = numbersFrom(0)
  const spans = [2, 4].map((number) => ({
    ...{ ...common, project_id: 'p', trace_id: traceIdOf(1), span_id: spanIdOf(number) },
    ...{ timestamp: time(0), sequence: sequenceOf(number, 7) },
  }))
  const started = { ...spans[0], span_id: spanIdOf(3), sequence: sequenceOf(3, 7), end_expected_by: time(10 ** 9) }
  await telemetry.insert({
    resources: [
      rowOf('resources', {
        ...{ project_id: 'p', resource_id: 1n, retention_days: 30, attributes: new Map([['pod', 'x']]) },
        ...{ first_seen: seconds, last_seen: seconds },
      }),
    ],
    logs: numbers.flatMap((number) => [logOf(number, 7), logOf(number, 8, 'p', -1), logOf(number, 7, 'other', -2)]),
    spans: spans.map((span) => rowOf('spans', span)),
    running_spans: [rowOf('running_spans', started)],
  })
  await telemetry.insert(telemetryOf('metered', 'pay', now))
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

describe('what a receiver took since a place', () => {
  it('is read page by page in the order of its arrival, each row once, and none of another receiver or project', async () => {
    const found: number[] = []
    let after = before
    for (let pages = 0; after < end && pages < 100; pages++) {
      const page = await readArrived(context, everyLog, { instance: 7, after, through: end }, 7)
      found.push(...numbersOf(page.rows))
      after = page.through
    }
    expect(found).toEqual(numbersFrom(0))
    expect(await countArrived(context, everyLog, { instance: 8, after: before, through: end })).toBe(logs)
  })

  it('ends where it is asked to, and is what a search finds', async () => {
    const arrival = { instance: 7, after: sequenceOf(10, 7), through: sequenceOf(60, 7) }
    const { rows, through } = await readArrived(context, errors, arrival, 1_000)
    expect(numbersOf(rows)).toEqual([15, 20, 25, 30, 35, 40, 45, 50, 55, 60])
    expect(through).toBe(arrival.through)
    expect(await countArrived(context, errors, arrival)).toBe(10)
  })

  it('is spans that ended and spans that began in one order', async () => {
    const subject = { signal: 'traces', filter: spanFilterSchema.parse({}) } as const
    const ids: string[] = []
    let after = before
    for (let pages = 0; after < end && pages < 10; pages++) {
      const page = await readArrived(context, subject, { instance: 7, after, through: end }, 1)
      ids.push(...page.rows.map((row) => (row as { spanId: string }).spanId))
      after = page.through
    }
    expect(ids).toEqual([2, 3, 4].map(spanIdOf))
  })

  it('is the newest of too many, and a count of the others', async () => {
    const stored = createStoredRows(telemetry.clickhouse, {
      ...storedRowsLimits,
      pageRows: 1_000,
      behindRowsMax: 30,
      readsMax: 1,
    })
    const subject: TailSubject = { ...everyLog, projectId: 'p' }
    const { signal } = new AbortController()
    const arrival = { instance: 7, after: before, through: end }
    for (const [oldest, skipped] of [
      [0n, 70],
      [sequenceOf(80, 0), 80],
    ] as const) {
      const left = await stored.skip(subject, arrival, oldest, signal)
      expect(left.skipped).toBe(skipped)
      const { rows } = await stored.read(subject, { ...arrival, after: left.after }, signal)
      expect(numbersOf(rows)).toEqual(numbersFrom(skipped))
    }
  })

  it('is told of points by their own times, of every type', async () => {
    const metered = { ...context, project: { projectId: 'metered', retentionDays: 30 } }
    const arrival = { instance: 7, after: sequenceOf(-60_000, 0), through: end }
    const { rows } = await readArrivedPoints(metered, metricFilterSchema.parse({ service: 'pay' }), arrival, 100)
    const newest = new Map((rows as MetricPoint[]).map((point) => [point.name, point]))
    expect(newest.get('pay.gauge')).toMatchObject({ type: 'gauge', serviceName: 'pay', count: null })
    expect(newest.get('pay.histogram')).toMatchObject({ type: 'histogram', value: 6, count: 4 })
    expect(newest.get('pay.exponential_histogram')).toMatchObject({ value: 6, count: 4 })
    expect(newest.get('pay.summary')).toMatchObject({ type: 'summary', value: 6, count: 4 })
    const searched = metricFilterSchema.parse({ query: 'k8s.pod.name:pay-0 metric_type:(gauge OR summary)' })
    const found = await readArrivedPoints(metered, searched, arrival, 100)
    expect(new Set((found.rows as MetricPoint[]).map(({ name }) => name))).toEqual(
      new Set(['pay.gauge', 'pay.summary']),
    )
    const none = await readArrivedPoints(metered, metricFilterSchema.parse({ text: 'absent' }), arrival, 100)
    expect(none.rows).toEqual([])
  })
})
