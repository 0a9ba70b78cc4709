import type { RowBatch } from '@hanzo/schema/row'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createCardinalityGuard, type ProjectCardinality } from '../../apps/ingest/src/cardinality/cardinality-guard.ts'
import { createRestoreCardinality } from '../../apps/ingest/src/cardinality/restore-cardinality.ts'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { rowOf } from '../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../fixtures/telemetry-database.ts'

const hour = 3_600
const limits = { seriesMax: 6, seriesPerMetricMax: 3, attributeKeysMax: 3 }
/** In the middle of an hour, so that no other begins meanwhile. */
const now = (Math.floor(Date.now() / 1000 / hour) + 0.5) * hour
const dayOf = (seconds: number) => Math.floor(seconds / 86_400)

let database: TelemetryDatabase
let warnings: string[]
const logger = { warn: (_: object, message: string) => void warnings.push(message) }

beforeAll(async () => {
  database = await openTelemetryDatabase()
  await database.insert(stored('default'))
}, 120_000)
afterAll(() => database?.close())
beforeEach(() => {
  warnings = []
})

/** A series of the highest halves, one of half an hour before the oldest that counts, one of another metric, one that gathers. */
function stored(projectId: string): RowBatch {
  const series = (id: bigint, metricName: string, seconds: number, attributes = new Map<string, string>()) =>
    rowOf('metric_series', {
      ...{ project_id: projectId, metric_name: metricName, series_id: id, attributes },
      ...{ day: dayOf(seconds), retention_days: 30, last_seen: seconds },
    })
  const key = (name: string, seconds: number, signal = 'spans') =>
    rowOf('attribute_keys', {
      ...{ project_id: projectId, retention_days: 30, signal, key: name, type: 'string' },
      ...{ day: dayOf(seconds), record_count: 1n, last_seen: seconds },
    })
  return {
    metric_series: [
      series(0xffff_fffe_0000_0001n, 'm', now - 10),
      series(0xffff_fffe_0000_0001n, 'm', now - 2 * hour),
      series(2n, 'm', now - 2 * hour),
      series(3n, 'm', now - 3 * hour),
      series(4n, 'other', now - 10),
      series(5n, 'm', now - 10, new Map([['otel.metric.overflow', 'true']])),
    ],
    attribute_keys: [
      key('a', now - 10),
      key('a', now - 10, 'logs'),
      key('b', now - 20 * hour),
      key('c', now - 26 * hour),
      key('hanzo.attributes.overflow', now - 10),
    ],
  }
}

/** What a process that has just started knows of a project once that was restored. */
async function restored(projectId: string, clickhouse = database.clickhouse): Promise<ProjectCardinality> {
  const restore = createRestoreCardinality({ clickhouse, tablesReady: Promise.resolve(), logger })
  const restoring: Promise<void>[] = []
  const guard = createCardinalityGuard(limits, (...opened) => void restoring.push(restore(...opened)))
  const project = guard.ofProject(projectId, now * 1000)
  expect(guard.ofProject(projectId, now * 1000)).toBe(project)
  expect(restoring).toHaveLength(1)
  await Promise.all(restoring)
  return project
}

it('lets series that had points before a start go on, and counts them', async () => {
  const { series } = await restored('default')
  expect(series.size).toBe(4)
  expect(series.admit('m', 7, 0)).toBeUndefined()
  expect(series.admit('m', 8, 0)).toBe('metric')
  expect(series.admit('m', 1, 0xffff_fffe)).toBeUndefined()
  expect(series.admit('m', 2, 0)).toBeUndefined()
  expect(series.admit('m', 3, 0)).toBe('metric')
  expect(series.admitOverflow(5, 0)).toBe(true)
  expect(series.size).toBe(5)
})

it('lets attribute keys of a day go on, and counts them', async () => {
  const { attributeKeys } = await restored('default')
  expect(['a', 'b', 'c', 'd', 'b'].map(attributeKeys.admit)).toEqual([true, true, true, false, true])
})

it('restores nothing for another project', async () => {
  const { series, attributeKeys } = await restored('other')
  expect([series.size, attributeKeys.size]).toEqual([0, 0])
})

it('goes on with what comes where ClickHouse cannot be asked, and says so', async () => {
  const nowhere = createClickHouseClient({ url: 'http://127.0.0.1:1', database: 'hanzo' })
  const { series } = await restored('default', nowhere)
  expect(series.admit('m', 9, 0)).toBeUndefined()
  expect(warnings).toEqual(['which series and attribute keys were active could not be read: new ones come first'])
  await nowhere.close()
})
