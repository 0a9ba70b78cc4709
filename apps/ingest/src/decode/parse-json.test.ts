import { expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

function parse(json: string): unknown {
  return parseJson(Buffer.from(json))
}

it('keeps integers that a double cannot hold as strings, wherever they stand', () => {
  expect(parse('{"a":9007199254740993, "b": [ 1795000000000000001 ,-9223372036854775808], "c":1}')).toEqual({
    a: '9007199254740993',
    b: ['1795000000000000001', '-9223372036854775808'],
    c: 1,
  })
})

it('leaves strings alone, whatever they hold', () => {
  const strings = [
    '[9007199254740993]',
    '"',
    '\\',
    '\\"9007199254740993',
    ':9007199254740993,',
    '\\\\',
    '{"a":9007199254740993}',
  ]
  const json = JSON.stringify({ strings, big: 0 }).replace(':0}', ':9007199254740993}')
  expect(parse(json)).toEqual({ strings, big: '9007199254740993' })
})

it('leaves fractions and exponents to be doubles', () => {
  const json =
    '{"a":0.1234567890123456789,"b":12345678901234567.5,"c":1234567890123456e3,"d":1e-10,"e":9007199254740993}'
  expect(parse(json)).toEqual({ ...JSON.parse(json), e: '9007199254740993' })
})

it('takes a byte order mark, refuses what is not JSON, and does not hang on an open string', () => {
  expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 })
  for (const json of ['', '  ', '{', '{"a":9007199254740993,"b', `{"a":9007199254740993,"${'\\'.repeat(50_001)}`]) {
    expect(() => parse(json)).toThrow(expect.objectContaining({ code: 'UNDECODABLE' }))
  }
})
