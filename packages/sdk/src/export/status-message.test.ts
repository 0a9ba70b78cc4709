import { describe, expect, it } from 'vitest'
import { encodeRpcStatus } from './read-otlp.fixture.ts'
import { statusMessage } from './status-message.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('the message of a failure', () => {
  it('is read from protobuf and from JSON', () => {
    const message = 'the api key is unknown — ü'
    expect(statusMessage(encodeRpcStatus(16, message), 'application/x-protobuf')).toBe(message)
    expect(statusMessage(bytes(JSON.stringify({ code: 16, message })), 'application/json')).toBe(message)
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
