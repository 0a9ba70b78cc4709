import { describe, expect, it } from 'vitest'
import { jsonOutput } from './json-output.ts'

describe('the output of a tool', () => {
  it('is the same object where it is plain data', () => {
    for (const plain of [
      'text',
      7,
      true,
      null,
      { a: [1, { b: null }] },
      [],
      Object.assign(Object.create(null), { a: 1 }),
    ]) {
      expect(jsonOutput(plain)).toBe(plain)
    }
  })

  it('is what JSON makes of anything else', () => {
    class Order {
      id = 7n
      due = new Date(0)
      cancel = () => undefined
      toString() {
        return 'order'
      }
    }
    expect(jsonOutput(new Order())).toEqual({ id: '7', due: '1970-01-01T00:00:00.000Z' })
    expect(jsonOutput({ a: undefined, b: Number.NaN, c: { toJSON: () => 'c' } })).toEqual({ b: null, c: 'c' })
    expect(jsonOutput(7n)).toBe('7')
    expect(jsonOutput(Symbol('s'))).toBe('Symbol(s)')
  })

  it('is refused where JSON has nothing for it', () => {
    const cycle: unknown[] = []
    cycle.push(cycle, cycle)
    expect(() => jsonOutput(cycle)).toThrow(TypeError)
  })
})
