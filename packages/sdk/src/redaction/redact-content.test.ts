import { describe, expect, it } from 'vitest'
import type { ResolvedRedaction } from '../telemetry/resolved-config.ts'
import { createRedactor } from './create-redactor.ts'

function redactorWith(options: Partial<ResolvedRedaction> = {}) {
  return {
    redactor: createRedactor({ captureContent: 'full', maxValueLength: 1000, ...options }, { report: () => undefined }),
  }
}
const at = (key: string) => ({ signal: 'span', spanName: 'op', key }) as const

describe('messages and content', () => {
  const messages = [
    { role: 'system', parts: [{ type: 'text', content: 'be kind' }] },
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', id: 'c1', name: 'search', arguments: { q: 'Paris', password: 'x' } }],
      finish_reason: 'tool_call',
    },
    { role: 'user', content: 'plain text of jane@example.com' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'ai sdk form' },
        { type: 'file', mediaType: 'image/png', data: 'AAAA' },
      ],
    },
  ]
  it('holds nothing at none', () => {
    const { redactor } = redactorWith({ captureContent: 'none' })
    expect(redactor.messages(messages, at('m'))).toBeUndefined()
    expect(redactor.content({ a: 1 }, at('c'))).toBeUndefined()
  })
  it('tells roles, kinds, lengths and hashes at metadata, and not one word of the content', () => {
    const { redactor } = redactorWith({ captureContent: 'metadata' })
    const text = redactor.messages(messages, at('m')) ?? ''
    for (const word of ['kind', 'Paris', 'jane', 'sdk form', 'AAAA', 'password']) expect(text).not.toContain(word)
    const shape = JSON.parse(text)
    expect(shape[0]).toEqual({
      role: 'system',
      parts: [{ type: 'text', length: 7, hash: expect.stringMatching(/^[0-9a-f]{16}$/) }],
    })
    expect(shape[1]).toMatchObject({
      role: 'assistant',
      finish_reason: 'tool_call',
      parts: [{ type: 'tool_call', id: 'c1', name: 'search' }],
    })
    expect(shape[3].parts[1]).toMatchObject({ type: 'file', mediaType: 'image/png', length: 4 })
    expect(JSON.parse(redactor.content({ a: 'secret plan' }, at('c')) ?? '')).toMatchObject({
      type: 'object',
      length: 19,
    })
  })
  it('gives equal contents equal hashes, and another process other ones', () => {
    const { redactor } = redactorWith({ captureContent: 'metadata' })
    const [a, b, c] = ['yes', 'yes', 'no!'].map((value) => JSON.parse(redactor.content(value, at('c')) ?? '').hash)
    expect(a).toBe(b)
    expect(a).not.toBe(c)
    expect(
      JSON.parse(redactorWith({ captureContent: 'metadata' }).redactor.content('yes', at('c')) ?? '').hash,
    ).not.toBe(a)
  })
  it('lets one tool say less, or more, than the rest', () => {
    expect(redactorWith().redactor.content({ a: 1 }, { ...at('c'), level: 'none' })).toBeUndefined()
    expect(redactorWith({ captureContent: 'none' }).redactor.content({ a: 1 }, { ...at('c'), level: 'full' })).toBe(
      '{"a":1}',
    )
  })
  it('redacts secrets inside at full, and stays JSON', () => {
    const text = redactorWith().redactor.messages(messages, at('m')) ?? ''
    expect(JSON.parse(text)).toMatchObject([
      { role: 'system' },
      { parts: [{ arguments: { q: 'Paris', password: '[redacted]' } }] },
      { content: 'plain text of [redacted e-mail]' },
      {},
    ])
  })
  it('stays JSON within the length, however long the conversation is; the first and the last message stay', () => {
    const { redactor } = redactorWith({ maxValueLength: 2000 })
    const long = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => ({
        role: 'user',
        parts: [{ type: 'text', content: `${index}:${'é"'.repeat(length)}` }],
      }))
    for (const [count, length] of [
      [1, 100_000],
      [3, 5000],
      [500, 10],
      [1000, 4000],
    ] as const) {
      const text = redactor.messages(long(count, length), at('m')) ?? ''
      expect(text.length).toBeLessThanOrEqual(2000)
      const parsed = JSON.parse(text)
      expect(parsed.at(0).parts[0].content).toMatch(/^0:/)
      expect(parsed.at(-1).parts[0].content).toMatch(new RegExp(`^${count - 1}:`))
    }
  })
})
