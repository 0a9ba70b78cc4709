import {
  listLogsQuerySchema,
  listSpansQuerySchema,
  logHistogramQuerySchema,
  problemSchema,
  spanHistogramQuerySchema,
} from '@hanzo/schema/api'
import { conditionFor, matchSearch, parseSearch, resolveSearch } from '@hanzo/search'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listSpans } from '../../../apps/ingest/src/query/list-spans.ts'
import { listTraces } from '../../../apps/ingest/src/query/list-traces.ts'
import { logFacets } from '../../../apps/ingest/src/query/log-facets.ts'
import { logHistogram } from '../../../apps/ingest/src/query/log-histogram.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { spanFacets } from '../../../apps/ingest/src/query/span-facets.ts'
import { spanHistogram } from '../../../apps/ingest/src/query/span-histogram.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { traceIdOf } from '../../fixtures/rows.ts'
import { logSearches, rowSearches } from '../../fixtures/search-arbitraries.ts'
import { resourceOf, searchedLogs, searchedResources, searchedSpans } from '../../fixtures/searched-rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Math.floor(Date.now() / 60_000) * 60_000
const seed = 20_261_123
const spans = searchedSpans(200, seed, now)
const logs = searchedLogs(200, seed, now)
const range = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 60_000).toISOString() }

let telemetry: TelemetryDatabase
let context: QueryContext
let app: FastifyInstance
const tail = createTail()

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  const project = { projectId: 'p', retentionDays: 30 }
  context = { clickhouse: telemetry.clickhouse, project, nowMilliseconds: now }
  const seen = Math.floor(now / 1000)
  const resources = searchedResources.map((row) => ({ ...row, last_seen: seen, first_seen: seen }))
  await telemetry.insert({ spans, logs, resources })
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail, resolveProjectAccess: async () => project })
}, 120_000)
afterAll(async () => {
  await app.close()
  tail.close()
  await telemetry.close()
}, 60_000)

const get = async (path: string, query: string) =>
  app.inject({ path: `/api/projects/p/${path}`, query: { ...range, query } })

/** How many spans pass, found by going through all. */
function countSpans(query: string) {
  const takes = matchSearch(resolveSearch(parseSearch(query), 'spans'), 'spans')
  return spans.filter((row) => takes(row, () => resourceOf(row))).length
}
function countLogs(query: string) {
  const takes = matchSearch(resolveSearch(parseSearch(query), 'logs'), 'logs')
  return logs.filter((row) => takes(row, () => resourceOf(row))).length
}
const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

// Searches that roll-ups can answer, and those that need the rows.
const rolledUp = [
  '',
  'service:pay',
  '-service:pay',
  'status:error',
  'status:(ok OR error) -service:s*',
  'name:*e* OR status:unset',
  'service:pay OR status:error',
  'status:running',
]

describe('a histogram', () => {
  it('counts the spans that a search finds, from roll-ups and from rows', async () => {
    const check = async (query: string, buckets: number) => {
      const { buckets: found } = await spanHistogram(
        context,
        spanHistogramQuerySchema.parse({ ...range, query, buckets }),
      )
      expect(total(found.flatMap(({ unset, ok, error }) => [unset, ok, error])), query).toBe(countSpans(query))
    }
    for (const query of rolledUp) for (const buckets of [30, 500]) await check(query, buckets)
    await fc.assert(
      fc.asyncProperty(rowSearches, (query) => check(query, 30)),
      { numRuns: 60, seed },
    )
  }, 120_000)

  it('counts the log records that a search finds, from roll-ups and from rows', async () => {
    const check = async (query: string, buckets: number) => {
      const { buckets: found } = await logHistogram(
        context,
        logHistogramQuerySchema.parse({ ...range, query, buckets }),
      )
      expect(total(found.flatMap(({ counts }) => Object.values(counts))), query).toBe(countLogs(query))
    }
    for (const query of ['', 'service:pay', 'severity:>=warn', '-severity:error OR service:shop']) {
      for (const buckets of [30, 500]) await check(query, buckets)
    }
    await fc.assert(
      fc.asyncProperty(logSearches, (query) => check(query, 30)),
      { numRuns: 60, seed },
    )
  }, 120_000)

  it('reads no span where minutes by service, name and status can tell', async () => {
    for (const query of rolledUp) {
      const { receipt } = await spanHistogram(context, spanHistogramQuerySchema.parse({ ...range, query, buckets: 30 }))
      expect(receipt.sql, query).toContain('span_metrics_1m')
    }
    const condition = conditionFor('spans', resolveSearch(parseSearch('kind:server'), 'spans'))
    expect(condition).toMatchObject({ type: 'code' })
    const { receipt } = await spanHistogram(context, spanHistogramQuerySchema.parse({ ...range, query: 'kind:server' }))
    expect(receipt.sql).not.toContain('span_metrics_1m')
  })
})

describe('facets', () => {
  it('count what stands beside a choice, and what a search leaves', async () => {
    const countsOf = async (query: string) => {
      const { facets } = await spanFacets(context, listSpansQuerySchema.parse({ ...range, query }))
      return Object.fromEntries(
        facets.map(({ field, values }) => [field, new Map(values.map(({ value, count }) => [value, count]))]),
      )
    }
    for (const rest of ['', ' tokens:>5', ' (service:pay OR name:*e*)']) {
      const chosen = await countsOf(`service:pay${rest}`)
      for (const service of ['pay', 'shop', '']) {
        expect(chosen.service?.get(service) ?? 0).toBe(countSpans(`service:"${service}"${rest}`))
      }
      for (const status of ['unset', 'ok', 'error']) {
        expect(chosen.status?.get(status) ?? 0).toBe(countSpans(`service:pay status:${status}${rest}`))
      }
      const excluded = await countsOf(`-service:pay status:error${rest}`)
      expect(excluded.service?.get('pay') ?? 0).toBe(countSpans(`service:pay status:error${rest}`))
      expect(excluded.status?.get('ok') ?? 0).toBe(countSpans(`-service:pay status:ok${rest}`))
    }
    expect((await countsOf('service:gone')).service?.get('gone')).toBe(0)
  })

  it('say that they count the newest records only, where more match', async () => {
    const project = { projectId: 'many', retentionDays: 30 }
    await telemetry.clickhouse.command({
      query: `INSERT INTO logs (project_id, retention_days, timestamp, severity_number, service_name, body, sequence)
        SELECT 'many', 30, fromUnixTimestamp64Milli(toInt64(${now}) - number, 'UTC'), 9, if(number < 100000, 'new', 'old'), 'line', number
        FROM numbers(130000)`,
    })
    const ask = (query: string) => logFacets({ ...context, project }, listLogsQuerySchema.parse({ ...range, query }))
    const counted = await ask('line')
    expect(counted.newest).toBe(100_000)
    expect(counted.facets[0]?.values.reduce((sum, { count }) => sum + count, 0)).toBe(100_000)
    expect((await ask('line service:old')).newest).toBe(100_000)
    expect((await ask('line sequence:5')).newest).toBe(undefined)
    expect((await ask('')).newest).toBe(undefined)
  })

  it('count severities as a search names them', async () => {
    const { facets } = await logFacets(
      context,
      listLogsQuerySchema.parse({ ...range, query: 'severity:>=warn service:pay' }),
    )
    const [services, severities] = facets.map(({ values }) => new Map(values.map(({ value, count }) => [value, count])))
    expect(services?.get('shop') ?? 0).toBe(countLogs('severity:>=warn service:shop'))
    for (const severity of ['unspecified', 'debug', 'error']) {
      expect(severities?.get(severity) ?? 0).toBe(countLogs(`severity:${severity} service:pay`))
    }
  })
})

describe('a list', () => {
  it('goes on page by page in the search it began with', async () => {
    for (const query of [
      '',
      'status:error OR duration:>1s',
      'trace:(status:error) -a:*',
      'parent:(service:pay)',
      '-child:(root:true)',
    ]) {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await listSpans(
          context,
          listSpansQuerySchema.parse({ ...range, query, limit: 7, ...(cursor && { cursor }) }),
        )
        found.push(...page.rows.map(({ spanId }) => spanId))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      const all = await listSpans(context, listSpansQuerySchema.parse({ ...range, query, limit: 1000 }))
      expect(found, query).toEqual(all.rows.map(({ spanId }) => spanId))
      expect(found.length, query).toBeGreaterThan(0)
    }
  })

  it('of traces holds those with a span that passes, also where spans still run', async () => {
    for (const query of ['status:error name:*e*', 'parent:(status:error)', 'status:running OR status:ok']) {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await listTraces(
          context,
          listSpansQuerySchema.parse({ ...range, query, limit: 2, ...(cursor && { cursor }) }),
        )
        found.push(...page.rows.map(({ traceId }) => traceId))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      const { rows } = await listSpans(context, listSpansQuerySchema.parse({ ...range, query, limit: 1000 }))
      expect([...found].sort(), query).toEqual([...new Set(rows.map(({ traceId }) => traceId))].sort())
    }
  })

  it('finds log records by what happened in their trace', async () => {
    const answer = await get('logs', `trace:(trace_id:${traceIdOf(2)})`)
    const { rows } = answer.json<{ rows: { traceId: string }[] }>()
    expect(rows.length).toBe(logs.filter(({ trace_id }) => trace_id === traceIdOf(2)).length)
    expect(rows.every(({ traceId }) => traceId === traceIdOf(2))).toBe(true)
  })
})

describe('a search that cannot be read', () => {
  it.each([
    'spans',
    'traces',
    'spans/histogram',
    'spans/facets',
    'logs',
    'logs/histogram',
    'logs/facets',
    'traces/tail',
    'logs/tail',
  ])('is answered by %s with what is wrong, where, and how to mend it', async (path) => {
    const answer = await get(path, 'a (b OR c')
    expect(answer.statusCode).toBe(400)
    expect(problemSchema.parse(answer.json())).toMatchObject({
      code: 'INVALID_SEARCH',
      errors: [{ path: 'query', message: 'this ( is not closed', hint: expect.stringContaining(')'), from: 2, to: 3 }],
    })
  })

  it('is told that no body is so deep, in a search and in a column', async () => {
    const key = `body${'.a'.repeat(1_000)}`
    const logs = await get('logs', `${key}:x`)
    const columns = await app.inject({ url: '/api/projects/p/logs', query: { columns: `body${'.a'.repeat(500)}` } })
    for (const answer of [logs, columns]) {
      expect(answer.statusCode).toBe(400)
      expect(answer.json()).toMatchObject({ code: 'INVALID_SEARCH', errors: [{ hint: expect.stringContaining('16') }] })
    }
    expect((await get('logs', `body${'.a'.repeat(16)}:x`)).statusCode).toBe(200)
  })

  it('is refused by a tail that would have to know other spans', async () => {
    const answer = await get('traces/tail', 'service:pay parent:(service:shop)')
    expect(answer.json()).toMatchObject({ code: 'INVALID_SEARCH', errors: [{ from: 12, to: 33 }] })
  })
})
