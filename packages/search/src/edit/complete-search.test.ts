import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeSearch } from './complete-search.ts'

/** The cursor is where the bar stands. */
function complete(marked: string) {
  const cursor = marked.indexOf('|')
  return completeSearch(marked.replace('|', ''), cursor, 'spans')
}
const inserts = (marked: string) => complete(marked)?.options.map(({ insert }) => insert)

describe('completion', () => {
  it.each([
    ['|', 'key', '', 0, 0],
    ['serv|', 'key', 'serv', 0, 4],
    ['status:error dur|', 'key', 'dur', 13, 16],
    ['(a OR -dur|)', 'key', 'dur', 7, 10],
    ['service:|', 'value', '', 8, 8],
    ['service:ch|', 'value', 'ch', 8, 10],
    ['service:ch|eckout x', 'value', 'ch', 8, 16],
    ['service:"a b|"', 'value', 'a b', 8, 13],
    ['service:"a b|', 'value', 'a b', 8, 12],
    ['service:(a OR |)', 'value', '', 14, 14],
    ['service:(a OR b|)', 'value', 'b', 14, 15],
    ['parent:(|', 'key', '', 8, 8],
    ['a |', 'key', '', 2, 2],
  ])('at %j is of a %s', (marked, kind, typed, from, to) => {
    expect(complete(marked)).toMatchObject({ kind, typed, from, to })
  })

  it('offers fields, values of a field and operators', () => {
    expect(inserts('dur|')).toEqual(['duration:'])
    expect(inserts('gen_ai.request|')).toEqual(['model:'])
    expect(inserts('status:|')).toEqual(['unset', 'ok', 'error', 'running', 'no_end'])
    expect(inserts('kind:s|')).toEqual(['server'])
    expect(inserts('a O|')).toEqual(['OR '])
    expect(complete('attributes."odd key":x|')?.key).toBe('attributes."odd key"')
  })

  it('offers nothing inside of text, numbers and ranges', () => {
    expect(complete('"a b|"')).toBeUndefined()
    expect(complete('duration:>1|')).toBeUndefined()
    expect(complete('duration:[1|')).toBeUndefined()
  })

  it('can be asked for anywhere in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat({ max: 30 }), (text, cursor) => {
        const at = Math.min(cursor, text.length)
        const found = completeSearch(text, at, 'logs')
        if (found) expect(found.from <= at && at <= found.to && found.to <= text.length).toBe(true)
      }),
      { numRuns: 3000, seed: 20_261_123 },
    )
  })
})
