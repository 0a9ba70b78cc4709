import { describe, expect, it } from 'vitest'
import { type AnyValue, anyValueSchema, attributesSchema } from './any-value.ts'

function problemOf(value: unknown): string {
  const issue = anyValueSchema.safeParse(value).error?.issues[0]
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'none'
}

describe('a value', () => {
  it.each<[unknown, AnyValue]>([
    [{ stringValue: '' }, ''],
    [{ boolValue: false }, false],
    [{ intValue: '-9223372036854775808' }, -(2n ** 63n)],
    [{ intValue: 7 }, 7n],
    [{ intValue: 9007199254740993n }, 9007199254740993n],
    [{ doubleValue: 7 }, 7],
    [{ doubleValue: '-Infinity' }, Number.NEGATIVE_INFINITY],
    [{ doubleValue: 'NaN' }, Number.NaN],
    [{ doubleValue: '1e3' }, 1000],
    [{ bytesValue: '_-8=' }, Uint8Array.of(255, 239)],
    [{ bytesValue: '/+8' }, Uint8Array.of(255, 239)],
    [{ bytesValue: Uint8Array.of(1) }, Uint8Array.of(1)],
    [{ arrayValue: {} }, []],
    [{ arrayValue: { values: [{}, null, { intValue: 1 }] } }, [null, null, 1n]],
    [
      { kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }, { key: '' }] } },
      new Map<string, AnyValue>([
        ['a', true],
        ['', null],
      ]),
    ],
    [{ stringValue: null, intValue: '1' }, 1n],
    [{ unknownValue: 1 }, null],
    [undefined, null],
    [null, null],
  ])('%o is read in its own type', (input, output) => {
    expect(anyValueSchema.parse(input)).toEqual(output)
  })

  it.each([
    ['plain', ': must be an object such as {"stringValue": "…"}'],
    [[], ': must be an object such as {"stringValue": "…"}'],
    [{ stringValue: 1 }, 'stringValue: must be a string'],
    [{ boolValue: 'true' }, 'boolValue: must be true or false'],
    [{ intValue: 1.5 }, 'intValue: must be a 64-bit integer, in JSON best as a decimal string'],
    [{ intValue: '9223372036854775808' }, 'intValue: must be a 64-bit integer, in JSON best as a decimal string'],
    [{ doubleValue: '' }, 'doubleValue: must be a number, "NaN", "Infinity" or "-Infinity"'],
    [{ bytesValue: '*' }, 'bytesValue: must be base64'],
    [{ bytesValue: 'AAAAA' }, 'bytesValue: must be base64'],
    [{ arrayValue: [] }, 'arrayValue: must be an object such as {"values": […]}'],
    [{ kvlistValue: { values: [{}, { key: 1 }] } }, 'kvlistValue.values.1.value.key: must be a string'],
    [
      { arrayValue: { values: [{}, { intValue: 'x' }] } },
      'arrayValue.values.1.intValue: must be a 64-bit integer, in JSON best as a decimal string',
    ],
    [{ stringValue: 'a', intValue: 1 }, ': has more than one value; send one of stringValue, intValue, …'],
  ])('%o is refused with its place and the fix', (input, problem) => {
    expect(problemOf(input)).toBe(problem)
  })

  it('may be nested 32 levels deep and no deeper, whatever the depth sent', () => {
    const nested = (levels: number) => {
      let value: object = {}
      for (let level = 0; level < levels; level += 1) value = { arrayValue: { values: [value] } }
      return value
    }
    expect(problemOf(nested(32))).toBe('none')
    expect(problemOf(nested(33))).toContain('nested deeper than 32 levels')
    expect(problemOf(nested(100_000))).toContain('nested deeper than 32 levels')
  })
})

describe('attributes', () => {
  it('of equal keys keep the last, and treat no key specially', () => {
    const attributes = attributesSchema.parse([
      { key: '__proto__', value: { stringValue: 'first' } },
      { key: '__proto__', value: { stringValue: 'last' } },
    ])
    expect([...attributes]).toEqual([['__proto__', 'last']])
    expect(Object.prototype).not.toHaveProperty('last')
  })

  it('replace lone surrogates, which have no UTF-8 form', () => {
    expect([...attributesSchema.parse([{ key: 'a\ud800', value: { stringValue: '\udc00' } }])]).toEqual([
      ['a\ufffd', '\ufffd'],
    ])
  })

  it.each([
    [{}, 'must be a list of {"key": …, "value": …}'],
    [['a'], 'must be an object such as {"key": "…", "value": {"stringValue": "…"}}'],
    [[{ value: {} }], 'must be a string that is not empty'],
    [[{ key: 'x'.repeat(1_025) }], 'must have at most 1024 characters'],
    [Array(4_097).fill({ key: 'a' }), 'must have at most 4096 attributes'],
  ])('that are broken are refused with the fix', (input, message) => {
    expect(attributesSchema.safeParse(input).error?.issues[0]?.message).toBe(message)
  })
})
