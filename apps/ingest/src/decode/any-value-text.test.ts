import type { AnyValue } from '@hanzo/schema/otlp'
import { expect, it } from 'vitest'
import { jsonText, plainText, typedText } from './any-value-text.ts'

it('writes JSON text that keeps integers, doubles and bytes apart and every digit', () => {
  const value: AnyValue = [
    9007199254740993n,
    1,
    -0,
    1.5,
    1e21,
    1e-7,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    true,
    null,
    'a"\n',
    Uint8Array.of(255),
    new Map<string, AnyValue>([
      ['__proto__', []],
      ['"', new Map()],
    ]),
  ]
  const text = jsonText(value)
  expect(text).toBe(
    '[9007199254740993,1.0,-0.0,1.5,1e+21,1e-7,"NaN","-Infinity",true,null,"a\\"\\n",{"bytesValue":"/w=="},{"__proto__":[],"\\"":{}}]',
  )
  expect(() => JSON.parse(text)).not.toThrow()
})

it('writes texts with their type code, so that each comes back in its type', () => {
  const values: AnyValue[] = ['1', 1n, 1, -0, false, null, [1n]]
  expect(values.map(typedText)).toEqual([
    { text: '1', type: undefined },
    { text: '1', type: 1 },
    { text: '1', type: 2 },
    { text: '-0', type: 2 },
    { text: 'false', type: 3 },
    { text: 'null', type: 4 },
    { text: '[1]', type: 4 },
  ])
})

it('writes plain text as a person would', () => {
  expect(['a', 200n, 200, true, null, ['a']].map((value) => plainText(value as AnyValue))).toEqual([
    'a',
    '200',
    '200',
    'true',
    '',
    '["a"]',
  ])
})
