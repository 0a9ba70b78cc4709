import type { IngestProblem } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import { problemAdvice, problemKey, problemQuantity } from './problem-text.ts'

const problem: IngestProblem = {
  ...{ outcome: 'rejected', signal: 'traces', statusCode: 200, code: '', reason: 'spanId: must be 16 hex digits' },
  ...{ serviceName: 'shop', sdk: 'opentelemetry nodejs 2.12.1', recordCount: 12, requestCount: 3 },
  ...{ firstSeenUnixMs: 1, lastSeenUnixMs: 2, sample: '{}' },
}

it('gives problems that are counted together one key, and others another', () => {
  expect(problemKey(problem)).toMatch(/^[0-9a-f]{16}$/)
  expect(problemKey({ ...problem, recordCount: 99, lastSeenUnixMs: 9, sample: '' })).toBe(problemKey(problem))
  const others = [
    { ...problem, serviceName: 'sho', sdk: `p${problem.sdk}` },
    { ...problem, outcome: 'refused' as const },
    { ...problem, signal: null },
    { ...problem, reason: '' },
    { ...problem, code: 'X' },
  ]
  expect(new Set([problem, ...others].map(problemKey)).size).toBe(6)
})

it('counts records of rejections and requests of refusals', () => {
  expect(problemQuantity(problem)).toBe('12 spans')
  expect(problemQuantity({ ...problem, signal: 'metrics', recordCount: 1 })).toBe('1 data point')
  expect(problemQuantity({ ...problem, outcome: 'refused' })).toBe('3 requests')
  expect(problemQuantity({ ...problem, outcome: 'warned', recordCount: 0, requestCount: 1 })).toBe('1 request')
})

it('says what to do about limits, sizes and clocks, and nothing where the reason says it all', () => {
  expect(problemAdvice({ ...problem, code: 'RATE_LIMITED' })).toContain('settings')
  expect(problemAdvice({ ...problem, code: 'BODY_TOO_LARGE' })).toContain('OTEL_BSP_MAX_EXPORT_BATCH_SIZE')
  expect(problemAdvice({ ...problem, reason: 'startTimeUnixNano: is 40 days old' })).toContain('clock')
  expect(problemAdvice(problem)).toBeNull()
})
