import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../telemetry/diagnostics.ts'
import type { ResolvedRedaction } from '../telemetry/resolved-config.ts'
import { createRedactor } from './create-redactor.ts'

function redactorWith(options: Partial<ResolvedRedaction> = {}) {
  const reports: Diagnostic[] = []
  const redactor = createRedactor(
    { captureContent: 'full', maxValueLength: 1000, ...options },
    { report: (diagnostic) => reports.push(diagnostic) },
  )
  return { redactor, reports }
}
const place = { signal: 'span', spanName: 'op' } as const
const at = (key: string) => ({ ...place, key })

describe('attributes', () => {
  it('hands the same object on when nothing in it is secret or too long', () => {
    const attributes = {
      'gen_ai.usage.input_tokens': 5,
      name: 'x',
      flags: [true, false],
      tags: ['a', 'b'],
      'token.type': 'input',
    }
    expect(redactorWith().redactor.attributes(attributes, place)).toBe(attributes)
  })
  it('replaces secrets in a copy, and leaves the original alone', () => {
    const attributes = {
      'http.request.header.cookie': ['a=b'],
      token: 'abc',
      'token.count': 3,
      note: 'mail jane@example.com',
      password: 1234,
      has_password: true,
    }
    const before = structuredClone(attributes)
    expect(redactorWith().redactor.attributes(attributes, place)).toEqual({
      'http.request.header.cookie': '[redacted]',
      token: '[redacted]',
      'token.count': 3,
      note: 'mail [redacted e-mail]',
      password: '[redacted]',
      has_password: true,
    })
    expect(attributes).toEqual(before)
  })
  it('redacts nested values of SDKs that allow them, and keeps them nested', () => {
    const nested = { config: { api_key: 'x', deep: [{ text: 'jane@example.com' }] }, bytes: new Uint8Array([1]) }
    const redacted = redactorWith().redactor.attributes(nested as never, place)
    expect(redacted).toEqual({
      config: { api_key: '[redacted]', deep: [{ text: '[redacted e-mail]' }] },
      bytes: new Uint8Array([1]),
    })
  })
})

describe('cutting', () => {
  it('keeps the configured number of characters, marks the cut, and does not cut again', () => {
    const { redactor } = redactorWith({ maxValueLength: 10 })
    const cut = redactor.text('x'.repeat(25), at('a'))
    expect(cut).toBe(`${'x'.repeat(10)}…[15 characters cut]`)
    expect(redactor.text(cut, at('a'))).toBe(cut)
  })
  it('never splits a surrogate pair', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          expect(redactorWith({ maxValueLength: max }).redactor.text(text, at('a'))).not.toMatch(/\p{Surrogate}/u)
        },
      ),
    )
  })
  it('finds a secret that stands across the cut', () => {
    const { redactor } = redactorWith({ maxValueLength: 100 })
    const text = `${'x '.repeat(45)}sk-abcdefghijklmnopqrstuvwxyz${' y'.repeat(2000)}`
    expect(redactor.text(text, at('a'))).not.toContain('sk-abc')
  })
})

describe('redact()', () => {
  it('has the last word on each value of attributes, with its place', () => {
    const seen: unknown[] = []
    const { redactor } = redactorWith({
      redact: (value, where) => {
        seen.push([value, where])
        return where.key === 'gone'
          ? undefined
          : where.key === 'object'
            ? { a: 1 }
            : typeof value === 'string'
              ? value.toUpperCase()
              : value
      },
    })
    expect(redactor.attributes({ name: 'x', gone: 'y', count: 1, list: ['a', 'b'], object: 'o' }, place)).toEqual({
      name: 'X',
      count: 1,
      list: ['A', 'B'],
      object: '{"a":1}',
    })
    expect(seen).toContainEqual(['x', { signal: 'span', spanName: 'op', key: 'name' }])
  })
  it('sends a mark instead of the value when it throws or answers late, and says so without the value', () => {
    for (const redact of [
      () => {
        throw new Error('my-private-value')
      },
      async () => {
        throw new Error('my-private-value')
      },
    ]) {
      const { redactor, reports } = redactorWith({ redact })
      expect(redactor.attributes({ a: 'my-private-value', b: ['x'], c: 1 }, place)).toEqual({
        a: '[redaction failed]',
        b: ['[redaction failed]'],
        c: '[redaction failed]',
      })
      expect(redactor.content({ a: 'my-private-value' }, at('k'))).toBe('[redaction failed]')
      expect(reports[0]).toMatchObject({ level: 'error', code: 'redaction_failed' })
      expect(JSON.stringify(reports)).not.toContain('private')
    }
  })
  it('sees a value once, also when it is captured first and its span ends later', () => {
    const { redactor } = redactorWith({ redact: (value) => `<${value}>` })
    const text = redactor.content({ city: 'Paris' }, at('gen_ai.tool.call.arguments'))
    expect(text).toBe('<{"city":"Paris"}>')
    expect(redactor.attributes({ 'gen_ai.tool.call.arguments': text ?? '' }, place)).toEqual({
      'gen_ai.tool.call.arguments': text,
    })
  })
})

describe('plain', () => {
  it('makes errors, cycles, BigInt, maps, sets, dates, bytes, functions and broken objects plain', () => {
    const cycle: Record<string, unknown> = { a: 1 }
    cycle.self = cycle
    const broken = Object.defineProperty({}, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    const error = Object.assign(new Error('failed for jane@example.com', { cause: new TypeError('why') }), {
      code: 'E1',
    })
    const plain = redactorWith().redactor.plain(
      {
        cycle,
        big: 12n,
        map: new Map([['password', 'x']]),
        set: new Set([1]),
        date: new Date(0),
        bytes: new Uint8Array(3),
        fn: function go() {
          return 1
        },
        broken,
        nan: Number.NaN,
        error,
        url: new URL('https://a.test/'),
        none: undefined,
      },
      at('meta'),
    )
    expect(plain).toMatchObject({
      cycle: { a: 1, self: '[circular]' },
      big: '12',
      map: { password: '[redacted]' },
      set: [1],
      date: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      fn: '[function go]',
      broken: '[unreadable]',
      nan: 'NaN',
      error: {
        name: 'Error',
        message: 'failed for [redacted e-mail]',
        code: 'E1',
        cause: { name: 'TypeError', message: 'why' },
      },
      url: 'https://a.test/',
    })
    expect(plain).not.toHaveProperty('none')
  })
  it('returns the same object where nothing changed', () => {
    const value = { a: [1, { b: 'x' }], c: true, d: null }
    expect(redactorWith().redactor.plain(value, at('meta'))).toBe(value)
  })
  it('answers with something JSON can hold, whatever it is given', () => {
    const { redactor } = redactorWith()
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withNullPrototype: true,
          withTypedArray: true,
        }),
        (value) => {
          const text = JSON.stringify(redactor.plain(value, at('v')))
          expect(text === undefined || typeof JSON.parse(text) !== 'undefined').toBe(true)
        },
      ),
      { numRuns: 300, seed: 1 },
    )
  })
  it('ends on values without end', () => {
    let deep: unknown = 'end'
    for (let level = 0; level < 100_000; level++) deep = { deep }
    const wide = Array.from({ length: 100_000 }, () => ({ a: 1 }))
    expect(JSON.stringify(redactorWith().redactor.plain({ deep, wide }, at('v'))).length).toBeLessThan(200_000)
  })
})
