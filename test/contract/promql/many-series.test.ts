import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now() / 1000
const range = { start: String(now - 1_800), end: String(now) }
let telemetry: TelemetryDatabase
let app: FastifyInstance

/** More series than a selector may find, of one metric. */
beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.clickhouse.command({
    query: `INSERT INTO metric_series (project_id, metric_name, series_id, day, retention_days, type, service_name, attributes, last_seen)
      SELECT 'wide', 'many', number, toDate(now()), 30, 1, 'shop', map('n', toString(number)), now() FROM numbers(25000)`,
  })
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

async function get(path: string, parameters: Record<string, string>) {
  const url = `/api/projects/wide/prometheus/api/v1/${path}?${new URLSearchParams(parameters)}`
  const response = await app.inject({ url })
  return { ...response.json<{ data: unknown; error?: string }>(), code: response.statusCode }
}

it('lists their labels, and finds those of them by expressions that few pass', async () => {
  expect((await get('labels', range)).data).toEqual(['__name__', 'job', 'n'])
  expect((await get('label/n/values', range)).data).toHaveLength(25_000)
  expect((await get('series', { ...range, 'match[]': 'many{n=~"2499."}' })).data).toHaveLength(10)
  expect((await get('series', { ...range, 'match[]': '{job="shop",n="7"}' })).data).toEqual([
    { __name__: 'many', job: 'shop', n: '7' },
  ])
})

it('refuses a selector that finds too many of them', async () => {
  expect(await get('series', { ...range, 'match[]': 'many' })).toMatchObject({
    code: 422,
    errorType: 'execution',
    error: expect.stringContaining('finds more than 20000 series'),
  })
})
