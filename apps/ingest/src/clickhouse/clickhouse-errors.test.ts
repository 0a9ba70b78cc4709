import { ClickHouseError } from '@clickhouse/client'
import { expect, it } from 'vitest'
import { HanzoError } from '../errors.ts'
import { clickHouseError } from './clickhouse-errors.ts'

const ofEngine = (code: string) => new ClickHouseError({ code, type: 'X', message: 'text that nobody may branch on' })

it.each([
  ['159', 'QUERY_TIMEOUT', 504, false],
  ['241', 'QUERY_TOO_LARGE', 422, false],
  ['394', 'QUERY_CANCELLED', 499, false],
  ['202', 'ENGINE_UNAVAILABLE', 503, true],
  ['60', 'QUERY_FAILED', 500, false],
])('code %s of the engine is %s', (code, expected, statusCode, retryable) => {
  expect(clickHouseError(ofEngine(code))).toMatchObject({ code: expected, statusCode, retryable })
})

it.each([
  Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  Object.assign(new Error('read'), { code: 'ECONNRESET' }),
  new Error('socket hang up'),
  new Error('Timeout error.'),
])('%s on the way to the engine is a retryable 503', (error) => {
  expect(clickHouseError(error)).toMatchObject({ code: 'ENGINE_UNAVAILABLE', statusCode: 503, retryable: true })
})

it('what nobody waits for any more was cancelled, whatever came of it', () => {
  const gone = AbortSignal.abort()
  expect(clickHouseError(new Error('The user aborted a request.'), gone)).toMatchObject({ code: 'QUERY_CANCELLED' })
})

it('a defect of ours stays what it is', () => {
  const defect = new TypeError('x is not a function')
  expect(clickHouseError(defect)).toBe(defect)
  const own = new HanzoError('own', { code: 'OWN', statusCode: 400 })
  expect(clickHouseError(own)).toBe(own)
})
