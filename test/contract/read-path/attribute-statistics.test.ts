import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAttributeCounter } from '../../../apps/ingest/src/statistics/attribute-counter.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

let telemetry: TelemetryDatabase

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

async function select<Row>(query: string): Promise<Row[]> {
  return (await telemetry.clickhouse.query({ query, format: 'JSONEachRow' })).json<Row>()
}

it('counts of several minutes and receivers add up to one row a key and value, and a replay adds nothing', async () => {
  const counter = createAttributeCounter()
  const source = { projectId: 'p', retentionDays: 30, signal: 'spans' } as const
  const now = Date.now()
  for (let minute = 0; minute < 3; minute++) {
    counter.count(source, 'user.tier', 'string', 'gold', 10)
    counter.count(source, 'user.tier', 'string', 'free', 5)
    counter.count(source, 'prompt', 'string', undefined)
    const rows = counter.takeRows(now)
    for (let attempt = 0; attempt < 2; attempt++) await telemetry.insert({ ...rows }, `minute-${minute}`)
  }
  for (const table of ['attribute_keys', 'attribute_values']) {
    await telemetry.clickhouse.command({ query: `OPTIMIZE TABLE ${table} FINAL` })
  }
  expect(
    await select(`SELECT key, type, record_count, other_count FROM attribute_keys WHERE project_id = 'p' ORDER BY key`),
  ).toEqual([
    { key: 'prompt', type: 'string', record_count: '3', other_count: '3' },
    { key: 'user.tier', type: 'string', record_count: '45', other_count: '0' },
  ])
  expect(
    await select(
      `SELECT key, value, record_count FROM attribute_values WHERE project_id = 'p' ORDER BY value LIMIT 10`,
    ),
  ).toEqual([
    { key: 'user.tier', value: 'free', record_count: '15' },
    { key: 'user.tier', value: 'gold', record_count: '30' },
  ])
})
