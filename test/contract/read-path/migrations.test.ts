import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { metricQueryRequestSchema } from '@hanzo/schema/api'
import { type TableName, tables } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { MigrationEditedError, SchemaTooNewError } from '../../../apps/ingest/src/clickhouse/migration-errors.ts'
import { readMigrations } from '../../../apps/ingest/src/clickhouse/read-migrations.ts'
import { metricQuery } from '../../../apps/ingest/src/query/metrics/metric-query.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

let telemetry: TelemetryDatabase

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

async function select<Row>(query: string): Promise<Row[]> {
  return (await telemetry.clickhouse.query({ query, format: 'JSONEachRow' })).json<Row>()
}

/** Writes migrations into a folder of their own and reads them from there. */
function migrationsOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-migrations-'))
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
    return readMigrations(pathToFileURL(`${folder}/`))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the runner', () => {
  const first = 'CREATE TABLE IF NOT EXISTS t (a UInt8) ENGINE = MergeTree ORDER BY a;\n'
  const second =
    '-- Two statements; one file.\nALTER TABLE t ADD COLUMN IF NOT EXISTS b UInt8;\nALTER TABLE t ADD COLUMN IF NOT EXISTS c UInt8;\n'

  it('makes the database, applies what is new in order, and nothing twice', async () => {
    const target = { url: telemetry.url, database: 'runner' }
    expect(await migrateClickHouse({ ...target, migrations: migrationsOf({ '0001_t.sql': first }) })).toEqual([1])
    const both = migrationsOf({ '0001_t.sql': first, '0002_t_columns.sql': second })
    expect(await migrateClickHouse({ ...target, migrations: both })).toEqual([2])
    expect(await migrateClickHouse({ ...target, migrations: both })).toEqual([])
    const columns = await select<{ name: string }>('DESCRIBE TABLE runner.t')
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  })

  it('refuses a migration that was edited after it had been applied', async () => {
    const target = { url: telemetry.url, database: 'edited' }
    await migrateClickHouse({ ...target, migrations: migrationsOf({ '0001_t.sql': first }) })
    const edited = migrationsOf({ '0001_t.sql': first.replace('UInt8', 'UInt16') })
    await expect(migrateClickHouse({ ...target, migrations: edited })).rejects.toThrow(MigrationEditedError)
  })

  it('refuses a database that a newer release has migrated, and says what to do', async () => {
    const target = { url: telemetry.url, database: 'newer' }
    await migrateClickHouse({ ...target, migrations: migrationsOf({ '0001_t.sql': first, '0002_t.sql': second }) })
    const older = migrateClickHouse({ ...target, migrations: migrationsOf({ '0001_t.sql': first }) })
    await expect(older).rejects.toThrow(SchemaTooNewError)
    await expect(older).rejects.toThrow(/has schema 2, this release knows 1: start the newer release/)
  })

  it('takes up a migration that failed half-way where it stopped', async () => {
    const target = { url: telemetry.url, database: 'half' }
    const broken = migrationsOf({ '0001_t.sql': `${first}SELECT no_such_function();\n` })
    await expect(migrateClickHouse({ ...target, migrations: broken })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
    })
    expect(await migrateClickHouse({ ...target, migrations: migrationsOf({ '0001_t.sql': first }) })).toEqual([1])
  })

  it('refuses a gap in the numbers', () => {
    expect(() => migrationsOf({ '0001_t.sql': first, '0003_t.sql': second })).toThrow(/should be named 0002_/)
  })

  it('may run in several processes at once', async () => {
    const target = { url: telemetry.url, database: 'racing' }
    await Promise.all([1, 2, 3].map(() => migrateClickHouse(target)))
    expect(await migrateClickHouse(target)).toEqual([])
  })
})

describe('the tables', () => {
  it.each(Object.keys(tables) as TableName[])(
    '%s takes exactly the columns that the writer sends, in their order',
    async (table) => {
      const columns = await select<{ name: string; type: string; default_type: string }>(`DESCRIBE TABLE ${table}`)
      const insertable = columns
        // A column that was added later may have a default for the rows that were there before.
        .filter(
          ({ name, default_type }) => default_type === '' || (default_type === 'DEFAULT' && name in tables[table]),
        )
        .map(({ name, type }) => [name, type.replace(/^SimpleAggregateFunction\(\w+, (.*)\)$/, '$1')])
      expect(insertable).toEqual(Object.entries(tables[table]))
    },
  )

  it('drop whole parts of an age, partition by retention and day, and know replayed inserts', async () => {
    const rows = await select<{ name: string; create_table_query: string }>(
      `SELECT name, create_table_query FROM system.tables
       WHERE database = 'hanzo' AND engine LIKE '%MergeTree' AND name != 'schema_migrations' LIMIT 100`,
    )
    expect(rows.length).toBeGreaterThanOrEqual(14)
    for (const { name, create_table_query: ddl } of rows) {
      expect(ddl, name).toContain('non_replicated_deduplication_window = 10000')
      if (name === 'resources') continue
      expect(ddl, name).toMatch(/TTL .*toIntervalDay\(retention_days/)
      // Its rows have no age: they are renewed, and keep their first sight.
      if (name === 'log_patterns') continue
      expect(ddl, name).toContain('ttl_only_drop_parts = 1')
      expect(ddl, name).toMatch(/PARTITION BY \(retention_days, /)
    }
  })
})

describe('an upgrade', () => {
  it('finds keys of the attributes of rows from before it, also once they were merged with later ones', async () => {
    const target = { url: telemetry.url, database: 'upgraded' }
    const version = 19
    await migrateClickHouse({ ...target, migrations: readMigrations().slice(0, version - 1) })
    const insert = (table: string, key: string) =>
      telemetry.clickhouse.command({
        query: `INSERT INTO upgraded.${table} (project_id, retention_days, timestamp, attributes_int) SELECT 'p', 30, now64(9), map('${key}', 7)`,
      })
    const found = async (table: string) =>
      select(`SELECT countIf(has(unindexed_attribute_keys, 'before')) AS before, countIf(has(unindexed_attribute_keys, 'after')) AS after
        FROM upgraded.${table} WHERE has(unindexed_attribute_keys, 'before') OR has(unindexed_attribute_keys, 'after')`)
    for (const table of ['spans', 'logs']) await insert(table, 'before')
    await migrateClickHouse(target)
    for (const table of ['spans', 'logs']) {
      await insert(table, 'after')
      expect(await found(table)).toEqual([{ before: '1', after: '1' }])
      await telemetry.clickhouse.command({ query: `OPTIMIZE TABLE upgraded.${table} FINAL` })
      expect(await found(table)).toEqual([{ before: '1', after: '1' }])
    }
  })

  it('reads histograms that were rolled up before it with those of after it', async () => {
    const target = { url: telemetry.url, database: 'histograms' }
    await migrateClickHouse({ ...target, migrations: readMigrations().slice(0, 25) })
    const client = createClickHouseClient(target)
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000
    const insert = async (table: string, row: object) => client.insert({ table, values: [row], format: 'JSONEachRow' })
    const series = { project_id: 'p', retention_days: 30, metric_name: 'took', series_id: 1 }
    const point = (minutes: number, counts: number[]) =>
      insert('metric_histogram_points', {
        ...{ ...series, timestamp: hour + minutes * 60_000, start_timestamp: hour - 1000, sum: 1 },
        ...{ explicit_bounds: [1, 2], bucket_counts: counts, count: counts.reduce((sum, count) => sum + count, 0) },
      })
    const day = new Date(hour).toISOString().slice(0, 10)
    await insert('metric_series', { ...series, day, type: 3, temporality: 2, last_seen: Math.floor(hour / 1000) })
    await point(1, [2, 1, 0])
    await point(6, [2, 5, 0])
    await migrateClickHouse(target)
    await point(11, [6, 5, 3])
    const context = { clickhouse: client, project: { projectId: 'p', retentionDays: 30 } }
    const ask = async (aggregation: string) =>
      metricQuery(
        context,
        metricQueryRequestSchema.parse({
          ...{ from: new Date(hour - 86_400_000).toISOString(), to: new Date(hour + 900_000).toISOString() },
          ...{ stepSeconds: 300, queries: [{ id: 'A', name: 'took', aggregation }] },
        }),
      )
    const counts = await ask('count')
    expect(counts.receipt.sql).toContain('metric_explicit_histogram_points_5m')
    expect(counts.results[0]?.series[0]?.values.slice(-3)).toEqual([3, 4, 7])
    // Of 3, 4 and 7 new measurements the median is in the first, the second and again the first bucket.
    expect((await ask('p50')).results[0]?.series[0]?.values.slice(-3)).toEqual([0.75, 1.5, 0.875])
    await client.close()
  })
})

describe('a replayed insert', () => {
  const now = BigInt(Date.now())
  const common = { project_id: 'replay', retention_days: 30 }
  const spans = Array.from({ length: 100 }, (_, index) =>
    rowOf('spans', {
      ...common,
      timestamp: now * 1_000_000n,
      trace_id: traceIdOf(index % 10),
      span_id: spanIdOf(index),
      service_name: 'a',
      name: 'b',
      attributes_bool: new Map([['hanzo.span.announced', true]]),
    }),
  )
  // Of spans that have not ended: their starts stay.
  const running = Array.from({ length: 100 }, (_, index) =>
    rowOf('running_spans', {
      ...common,
      retention_days: 7,
      timestamp: now * 1_000_000n,
      trace_id: traceIdOf(index % 10),
      span_id: spanIdOf(index + 100),
    }),
  )
  const logs = Array.from({ length: 100 }, () =>
    rowOf('logs', { ...common, timestamp: now * 1_000_000n, pattern_id: 2n ** 63n + 5n }),
  )
  const points = Array.from({ length: 100 }, (_, index) =>
    rowOf('metric_points', { ...common, timestamp: now, metric_name: 'm', series_id: BigInt(index % 3), value: 1 }),
  )
  const histogram = Array.from({ length: 100 }, () =>
    rowOf('metric_histogram_points', { ...common, timestamp: now, metric_name: 'h', count: 1n, bucket_counts: [1n] }),
  )

  it('with the same token leaves tables and rollups as they were', async () => {
    const batch = { spans, running_spans: running, logs, metric_points: points, metric_histogram_points: histogram }
    for (let time = 0; time < 3; time++) await telemetry.insert(batch, 'segment-1')
    const where = `WHERE project_id = 'replay'`
    const [counts] = await select<Record<string, string>>(`SELECT
      (SELECT count() FROM spans ${where}) AS spans,
      (SELECT sum(span_count) FROM trace_index ${where}) AS traced,
      (SELECT sum(span_count) FROM span_metrics_1m ${where}) AS measured,
      (SELECT sum(span_count) FROM span_metrics_15m ${where}) AS measured_by_quarters,
      (SELECT count() FROM logs ${where}) AS logs,
      (SELECT countIf(sign = 1) FROM running_spans ${where}) AS started,
      (SELECT countIf(sign = -1) FROM running_spans ${where}) AS ended,
      (SELECT sum(log_count) FROM log_counts_1m ${where}) AS counted,
      (SELECT sum(log_count) FROM log_pattern_counts_1m ${where}) AS found_alike,
      (SELECT sum(point_count) FROM metric_points_5m ${where}) AS points,
      (SELECT sum(point_count) FROM metric_explicit_histogram_points_5m ${where}) AS histogram_points`)
    expect(new Set(Object.values(counts ?? {}))).toEqual(new Set(['100']))
  })
})
