import { ClickHouseError } from '@clickhouse/client'
import { describe, expect, it } from 'vitest'
import { classifyInsertFailure } from './clickhouse-failure.ts'

const engineError = (code: string, type: string) => new ClickHouseError({ message: 'refused', code, type })

describe('classifyInsertFailure', () => {
  it('keeps rows back while engine, network, disk, load or access have to recover', () => {
    const errors = [
      engineError('252', 'TOO_MANY_PARTS'),
      engineError('241', 'MEMORY_LIMIT_EXCEEDED'),
      engineError('243', 'NOT_ENOUGH_SPACE'),
      engineError('516', 'AUTHENTICATION_FAILED'),
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      new Error('Timeout error.'),
    ]
    expect(errors.map((error) => classifyInsertFailure(error).kind)).toEqual(errors.map(() => 'retryable'))
  })

  it('gives rows up at once when the engine read and refused them', () => {
    const errors = [
      engineError('60', 'UNKNOWN_TABLE'),
      engineError('117', 'INCORRECT_DATA'),
      engineError('53', 'TYPE_MISMATCH'),
    ]
    expect(errors.map((error) => classifyInsertFailure(error).kind)).toEqual(errors.map(() => 'permanent'))
  })

  it('names the error by ClickHouse’s word, the system’s, or neither', () => {
    expect(classifyInsertFailure(engineError('49', 'LOGICAL_ERROR'))).toMatchObject({
      kind: 'unknown',
      code: 'LOGICAL_ERROR',
    })
    expect(classifyInsertFailure(Object.assign(new Error(''), { code: 'EPIPE' })).code).toBe('EPIPE')
    expect(classifyInsertFailure(new Error('Timeout error.')).code).toBe('CONNECTION_FAILED')
  })
})
