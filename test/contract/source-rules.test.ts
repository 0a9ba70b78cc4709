import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const src = fileURLToPath(new URL('../../apps/ingest/src/', import.meta.url))
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))

/** The platform's source files, tests aside, that hold a pattern. */
const filesWith = (pattern: RegExp): string[] => files.filter((file) => pattern.test(readFileSync(src + file, 'utf8')))

/** What imports cannot tell: who writes which SQL. */
describe('who speaks SQL', () => {
  it('only the writer inserts telemetry', () => {
    expect(filesWith(/\bINSERT\s+INTO\b/)).toEqual(['writer/insert-section.ts'])
    const inserting = filesWith(/\b(?:client|clickhouse)\.insert\(/)
    expect(inserting.filter((file) => file !== 'clickhouse/migrate-clickhouse.ts')).toEqual([])
  })

  it('only migrations make and change tables', () => {
    const changing = filesWith(/\b(?:CREATE|ALTER|DROP|TRUNCATE)\s+(?:TABLE|DATABASE|VIEW|MATERIALIZED)\b/)
    expect(changing.filter((file) => file !== 'clickhouse/migrate-clickhouse.ts')).toEqual([])
  })

  it('the API, the receivers and the console hold no SQL', () => {
    const folders = /^(?:api|receiver|decode|tail)\/|^console\.ts$/
    expect(filesWith(/\bSELECT\s[\s\S]*?\sFROM\s/).filter((file) => folders.test(file))).toEqual([])
  })

  it('every question about telemetry passes the one function that binds the project', () => {
    const asking = filesWith(/\.(?:query|exec|command)\(\{/).filter(
      (file) => !/^(?:clickhouse|writer|accounts)\//.test(file),
    )
    expect(asking).toEqual(['query/run-query.ts'])
    expect(readFileSync(`${src}query/run-query.ts`, 'utf8')).toContain('assertScoped(query.sql)')
  })
})
