import {
  type LogPattern,
  type LogPatternList,
  type LogPatternOrder,
  type LogPatternsQuery,
  resolveTime,
  severityOf,
} from '@hanzo/schema/api'
import type { Condition } from '@hanzo/search'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { foldPatterns } from './fold-patterns.ts'
import { textSettings } from './log-filter.ts'
import { needsLogs } from './log-histogram.ts'
import { LOG_COUNTS, LOG_PATTERN_COUNTS, minuteCountsParams } from './minute-counts.ts'
import { joinReceipts, type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { logSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'
import { boundsParams, inBounds, resolveBounds, type TimeBounds } from './time-bounds.ts'

/** Patterns that are put together and ordered. */
const patternsMax = 5_000
/** So many hashes stand in a search at most. */
const idsMax = 50
const servicesMax = 10
const noPattern = '0'.repeat(16)

const count = z.coerce.number()
/** What `sumMap` gives: keys, and the sum of each. */
const sums = z.tuple([z.array(count), z.array(count)])
const row = z.object({
  patternId: z.string(),
  template: z.string(),
  example: z.string(),
  records: count,
  trend: sums,
  severities: sums,
  services: z.array(z.string()),
  firstSeen: count,
  lastSeen: count,
  patterns: count,
  total: count,
  unnamed: count,
})
type PatternRow = z.output<typeof row>

const total = z.object({ records: count })

/** @param source rows by `minute, service_name, severity_number, pattern_id, records`. */
const patternsSql = (source: string): string => `
SELECT
  leftPad(lower(hex(pattern_id)), 16, '0') AS patternId,
  template, example, records, trend, severities, services, lastSeen,
  toUnixTimestamp(firstSeen) AS firstSeen,
  countIf(pattern_id != 0) OVER () AS patterns,
  sum(records) OVER () AS total,
  sumIf(records, pattern_id = 0) OVER () AS unnamed
FROM (
  SELECT
    pattern_id,
    sum(counts.records) AS records,
    sumMap([toUInt32(intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32})], [counts.records]) AS trend,
    sumMap([severity_number], [counts.records]) AS severities,
    arraySlice(arraySort(groupUniqArray(100)(service_name)), 1, {servicesMax:UInt32}) AS services,
    toUnixTimestamp(max(minute)) AS lastSeen
  FROM ${source} AS counts
  GROUP BY pattern_id
) AS counted
LEFT JOIN (
  SELECT pattern_id, any(template) AS template, argMax(example, last_seen) AS example, min(first_seen) AS firstSeen
  FROM ${scoped('log_patterns')}
  GROUP BY pattern_id
) AS known USING (pattern_id)
ORDER BY pattern_id = 0, if({newestFirst:Bool}, known.firstSeen, toDateTime(0, 'UTC')) DESC, records DESC, pattern_id
LIMIT {limit:UInt32}`

/**
 * Lists what the log records of a range have in common. Patterns that turned out to be one are put together; a group's `patternIds`
 * find its records.
 * @returns exact counts: from minutes unless the filter needs the records themselves.
 * @throws {InvalidQueryError}
 */
export async function logPatterns(context: QueryContext, query: LogPatternsQuery): Promise<LogPatternList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const newSince = newSinceOf(query, bounds, context)
  const search = logSearch(query)
  const isRaw = needsLogs(search)
  const step = bucketStep(bounds, query.buckets, isRaw ? 1 : 60)
  const { rows, receipt } = await readPatterns(context, query, { bounds, search, isRaw, step })
  const [first] = rows
  const counted = isRaw ? undefined : await countRecords(context, bounds, search)
  const recordCount = counted?.records ?? first?.total ?? 0
  const named = rows.filter(({ patternId }) => patternId !== noPattern)
  const groups = foldPatterns(named)
  const times = bucketTimes(bounds, step)
  const patterns = groups.map((group) => patternOf(group, { times, step, recordCount, newSince }))
  return {
    rows: patterns.sort(orders[query.order]).slice(0, query.limit),
    patternCount: groups.length + (first?.patterns ?? 0) - named.length,
    recordCount,
    withoutPattern: Math.max(0, recordCount - (first?.total ?? 0) + (first?.unnamed ?? 0)),
    bucketSeconds: step,
    firstBucketUnixSeconds: times[0] ?? 0,
    isPartial: (first?.patterns ?? 0) > patternsMax,
    receipt: counted ? joinReceipts(receipt, counted.receipt) : receipt,
  }
}

interface Reading {
  bounds: TimeBounds
  search: Condition
  isRaw: boolean
  step: number
}

function readPatterns(context: QueryContext, query: LogPatternsQuery, { bounds, search, isRaw, step }: Reading) {
  const filter = searchConditions(search, 'logs')
  const source = isRaw
    ? `(
    SELECT toDateTime(timestamp, 'UTC') AS minute, service_name, severity_number, pattern_id, toUInt64(1) AS records
    FROM ${scoped('logs')}
      AND ${inBounds}${filter.sql}
  )`
    : `(
    SELECT * FROM ${LOG_PATTERN_COUNTS}
    WHERE true${filter.sql}
  )`
  return runQuery(context, {
    sql: patternsSql(source),
    params: {
      ...(isRaw ? boundsParams(bounds) : minuteCountsParams(bounds)),
      ...filter.params,
      step,
      servicesMax,
      newestFirst: query.order === 'newest',
      limit: patternsMax,
    },
    row,
    settings: textSettings(search, bounds),
  })
}

/** All records of the range, those without a pattern too. */
async function countRecords(context: QueryContext, bounds: TimeBounds, search: Condition) {
  const filter = searchConditions(search, 'logs')
  const { rows, receipt } = await runQuery(context, {
    sql: `
SELECT sum(records) AS records
FROM ${LOG_COUNTS} AS counts
WHERE true${filter.sql}
LIMIT 1`,
    params: { ...minuteCountsParams(bounds), ...filter.params },
    row: total,
  })
  return { records: rows[0]?.records ?? 0, receipt }
}

function newSinceOf({ newSince }: LogPatternsQuery, bounds: TimeBounds, { nowMilliseconds }: QueryContext): number {
  const from = newSince === undefined ? bounds.fromMilliseconds : resolveTime(newSince, nowMilliseconds ?? Date.now())
  return Math.floor(from / 1000)
}

interface Frame {
  times: number[]
  step: number
  recordCount: number
  newSince: number
}

function patternOf(
  { template, members }: { template: string; members: PatternRow[] },
  { times, step, recordCount, newSince }: Frame,
): LogPattern {
  const [first] = members as [PatternRow]
  const trend = times.map(() => 0)
  const severities: LogPattern['severities'] = {}
  for (const member of members) {
    eachSum(member.trend, (time, records) => {
      const index = (time - (times[0] ?? 0)) / step
      if (index in trend) trend[index] = (trend[index] ?? 0) + records
    })
    eachSum(member.severities, (number, records) => {
      const severity = severityOf(number)
      severities[severity] = (severities[severity] ?? 0) + records
    })
  }
  const records = members.reduce((sum, member) => sum + member.records, 0)
  const sights = members.map(({ firstSeen }) => firstSeen).filter((seconds) => seconds > 0)
  const firstSeen = sights.length > 0 ? Math.min(...sights) : 0
  const services = [...new Set(members.flatMap((member) => member.services))].sort()
  return {
    patternId: first.patternId,
    patternIds: members.slice(0, idsMax).map(({ patternId }) => patternId),
    template,
    recordCount: records,
    share: recordCount === 0 ? 0 : records / recordCount,
    trend,
    severities,
    services: services.slice(0, servicesMax),
    firstSeenUnixSeconds: firstSeen,
    lastSeenUnixSeconds: Math.max(...members.map(({ lastSeen }) => lastSeen)),
    isNew: firstSeen >= newSince,
    example: first.example,
  }
}

function eachSum([keys, values]: z.output<typeof sums>, visit: (key: number, value: number) => void): void {
  for (const [index, key] of keys.entries()) visit(key, values[index] ?? 0)
}

const byCount = (a: LogPattern, b: LogPattern): number => b.recordCount - a.recordCount
const orders: Record<LogPatternOrder, (a: LogPattern, b: LogPattern) => number> = {
  count: byCount,
  newest: (a, b) => b.firstSeenUnixSeconds - a.firstSeenUnixSeconds || byCount(a, b),
  growth: (a, b) => growthOf(b) - growthOf(a) || byCount(a, b),
}

/** How many more records the second half of the range has. */
function growthOf({ trend }: LogPattern): number {
  const half = trend.length / 2
  return trend.reduce((sum, records, index) => sum + (index < half ? -records : records), 0)
}
