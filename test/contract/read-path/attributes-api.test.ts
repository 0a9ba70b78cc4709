import { attributeKeyListSchema, attributeValueListSchema } from '@hanzo/schema/api'
import type { RowBatch } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { createAttributeCounter } from '../../../apps/ingest/src/statistics/attribute-counter.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const hour = 3_600_000
const now = Date.now()
let telemetry: TelemetryDatabase
let app: FastifyInstance

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  const mine = { projectId: 'mine', retentionDays: 30, signal: 'spans' } as const
  const count = (at: number, put: (counter: ReturnType<typeof createAttributeCounter>) => void) => {
    const counter = createAttributeCounter()
    put(counter)
    return telemetry.insert({ ...counter.takeRows(at) })
  }
  await count(now, (counter) => {
    counter.count(mine, 'user.tier', 'string', 'gold', 10)
    counter.count(mine, 'user.tier', 'string', 'goldish', 4)
    counter.count(mine, 'user.tier', 'int', '7', 1)
    counter.count(mine, 'user.id', 'string', undefined, 3)
    counter.count(mine, "it's", 'bool', 'true', 2)
    counter.count({ ...mine, signal: 'logs' }, 'user.tier', 'string', 'of logs', 5)
    counter.count({ ...mine, projectId: 'other' }, 'user.tier', 'string', 'secret', 99)
  })
  await count(now - 3 * hour, (counter) => counter.count(mine, 'user.tier', 'string', 'gold', 100))
  await count(now - 72 * hour, (counter) => counter.count(mine, 'old.key', 'string', 'a', 1))
  await telemetry.insert(series('mine', 6))
  await telemetry.insert(series('other', 1))
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

/** Series of two metrics, of which every third has a route, sent from two pods. */
function series(project_id: string, count: number): RowBatch {
  const seen = Math.floor(now / 1000)
  const day = Math.floor(seen / 86_400)
  const own = { project_id, retention_days: 30, last_seen: seen }
  return {
    metric_series: Array.from({ length: count }, (_, index) =>
      rowOf('metric_series', {
        ...{ ...own, day, series_id: BigInt(index + 1), resource_id: BigInt(index % 2) },
        metric_name: index < 4 ? 'http.requests' : 'queue.depth',
        service_name: index % 2 === 0 ? 'pay' : 'shop',
        attributes: new Map([['shard', String(index)], ...(index % 3 === 0 ? ([['route', '/pay']] as const) : [])]),
        attribute_types: new Map([['shard', 1]]),
      }),
    ),
    resources: [0n, 1n].map((resource_id) =>
      rowOf('resources', {
        ...own,
        first_seen: seen,
        resource_id,
        attributes: new Map([['pod', `pod-${resource_id}`]]),
      }),
    ),
  }
}

async function read<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  const response = await app.inject({ url: `/api/projects/mine/attributes${path}` })
  expect(response.statusCode, response.body).toBe(200)
  return schema.parse(response.json())
}

const fewHours = 'from=now-1h'

it('lists the keys of a signal with their types, most frequent first, of this project and these days alone', async () => {
  const { rows, receipt } = await read(attributeKeyListSchema, `/keys?${fewHours}`)
  expect(rows.map(({ key }) => key)).toEqual(['user.tier', 'user.id', "it's"])
  const [tier, id] = rows
  expect(tier?.types.map(({ type }) => type)).toEqual(['string', 'int'])
  expect(tier?.count).toBe(tier?.types.reduce((sum, { count }) => sum + count, 0))
  expect(id).toMatchObject({ count: 3, otherCount: 3 })
  expect(receipt.rowsRead).toBeGreaterThan(0)
  const days = await read(attributeKeyListSchema, '/keys?from=now-5d')
  expect(days.rows.map(({ key }) => key)).toContain('old.key')
})

it('completes what was begun, in number no more than asked for', async () => {
  const keys = async (query: string) =>
    (await read(attributeKeyListSchema, `/keys?${fewHours}&${query}`)).rows.map(({ key }) => key)
  expect(await keys('prefix=user.')).toEqual(['user.tier', 'user.id'])
  expect(await keys('prefix=user.&limit=1')).toEqual(['user.tier'])
  expect(await keys(`prefix=${encodeURIComponent("it'")}`)).toEqual(["it's"])
  expect(await keys('prefix=User')).toEqual([])
  expect(await keys('signal=logs')).toEqual(['user.tier'])
})

it('lists the values of a key with their counts in the range, of this project and signal alone', async () => {
  const values = (query: string) => read(attributeValueListSchema, `/values?key=user.tier&${query}`)
  expect((await values(fewHours)).rows).toEqual([
    { value: 'gold', count: 10 },
    { value: 'goldish', count: 4 },
    { value: '7', count: 1 },
  ])
  expect((await values('from=now-6h&prefix=gold')).rows).toEqual([
    { value: 'gold', count: 110 },
    { value: 'goldish', count: 4 },
  ])
  expect((await values(`${fewHours}&signal=logs`)).rows).toEqual([{ value: 'of logs', count: 5 }])
})

it.each([
  '/keys?signal=profiles',
  '/keys?limit=100000',
  '/values',
  '/values?key=a&limit=0',
  '/keys?from=now&to=now-1h',
])('refuses %s with the reason', async (path) => {
  const response = await app.inject({ url: `/api/projects/mine/attributes${path}` })
  expect(response.statusCode).toBe(400)
  expect(response.json()).toMatchObject({ code: expect.any(String) })
})

it('counts the series of metrics that have a key or value, their own or their resources, of all metrics or of one', async () => {
  const keys = async (more: string) => {
    const { rows } = await read(attributeKeyListSchema, `/keys?${fewHours}&signal=metrics${more}`)
    return rows.map(({ key, count, types }) => [key, count, types.map(({ type }) => type).join()])
  }
  expect(await keys('')).toEqual([
    ['pod', 6, 'string'],
    ['shard', 6, 'int'],
    ['route', 2, 'string'],
  ])
  expect(await keys('&metric=queue.depth')).toEqual([
    ['pod', 2, 'string'],
    ['shard', 2, 'int'],
  ])
  expect(await keys('&prefix=ro')).toEqual([['route', 2, 'string']])
  const values = async (key: string, more = '') => {
    const { rows } = await read(attributeValueListSchema, `/values?${fewHours}&signal=metrics&key=${key}${more}`)
    return rows.map(({ value, count }) => [value, count])
  }
  expect(await values('service')).toEqual([
    ['pay', 3],
    ['shop', 3],
  ])
  expect(await values('name')).toEqual([
    ['http.requests', 4],
    ['queue.depth', 2],
  ])
  expect(await values('pod', '&metric=http.requests')).toEqual([
    ['pod-0', 2],
    ['pod-1', 2],
  ])
  expect(await values('route')).toEqual([['/pay', 2]])
  expect(await values('shard', '&prefix=5')).toEqual([['5', 1]])
})
