import { describe, expect, it } from 'vitest'
import { encodeStatus } from '../../../../apps/ingest/src/receiver/answer.ts'
import { statusMessage } from './status-message.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the message of a failure', () => {
  it.each(['protobuf', 'json'] as const)('is read as the platform writes it in %s', (encoding) => {
    const body = encodeStatus({ code: 16, message: 'the api key is unknown — ü' }, encoding)
    const contentType = encoding === 'json' ? 'application/json' : 'application/x-protobuf'
    expect(statusMessage(body, contentType)).toBe('the api key is unknown — ü')
  })

  it('is read from plain text, shortened and in one line', () => {
    expect(statusMessage(bytes(`a\n  b${'c'.repeat(500)}`), 'text/plain')).toMatch(/^a bc{10,197}$/)
  })

  it.each([
    ['application/json', '{"message":'],
    ['application/json', '{"message":7}'],
    ['application/x-protobuf', '\u0012\u007f'],
    ['application/x-protobuf', ''],
    ['text/html', '<h1>no</h1>'],
  ])('is not made up from %s %j', (contentType, body) => {
    expect(statusMessage(bytes(body), contentType)).toBeUndefined()
  })
})
