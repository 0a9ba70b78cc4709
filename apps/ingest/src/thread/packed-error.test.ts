import { describe, expect, it } from 'vitest'
import { HanzoError } from '../errors.ts'
import { SpoolFullError } from '../spool/spool-errors.ts'
import { packError, unpackError } from './packed-error.ts'

const travel = (error: unknown) => unpackError(structuredClone(packError(error)))

describe('an error that comes from another thread', () => {
  it('tells a receiver what the error itself would', () => {
    const error = new SpoolFullError({ bytes: 5, bytesMax: 4 })
    const come = travel(error)
    expect(come).toBeInstanceOf(HanzoError)
    const { name, message, code, statusCode, retryable, retryAfterSeconds, details } = error
    expect(come).toMatchObject({ name, message, code, statusCode, retryable, retryAfterSeconds, details })
    expect(come.stack).toBe(error.stack)
  })

  it('keeps its causes, the code that the system gave it, and what was thrown without being an error', () => {
    const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' })
    expect(travel(new TypeError('broken', { cause }))).toMatchObject({
      name: 'TypeError',
      message: 'broken',
      cause: { message: 'no space', code: 'ENOSPC' },
    })
    expect(travel('a text')).toMatchObject({ message: 'a text' })
  })

  it('ends chains of causes that never end', () => {
    const endless = new Error('again')
    endless.cause = endless
    expect(travel(endless)).toMatchObject({ cause: { message: 'again' } })
  })
})
