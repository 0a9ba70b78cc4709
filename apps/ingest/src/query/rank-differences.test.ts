import { parseSearch } from '@hanzo/search'
import { describe, expect, it } from 'vitest'
import type { ComparedItem } from './compared-items.ts'
import { type ComparedSide, rankDifferences } from './rank-differences.ts'

const item = (owner: ComparedItem['owner'], key: string, value: string, spans: number, minutes = 9): ComparedItem => ({
  ...{ owner, key, value, spans, minutes, traces: spans },
})
const side = (spanCount: number, items: ComparedItem[], isWhole = true): ComparedSide => ({ spanCount, items, isWhole })
const terms = (selected: ComparedSide, rest: ComparedSide) => rankDifferences(selected, rest).map(({ term }) => term)

describe('rankDifferences', () => {
  it('tells the largest difference of shares first, whichever side has more', () => {
    const selected = side(100, [item('record', 'pod', 'a', 90), item('record', 'tier', 'free', 50)])
    const rest = side(1000, [item('record', 'tier', 'gold', 1000), item('record', 'pod', 'a', 100)])
    expect(terms(selected, rest)).toEqual(['tier:gold', 'pod:a', 'tier:free'])
  })

  it('says nothing of what both sides have alike, and of what chance explains', () => {
    const selected = side(100, [
      item('record', 'zone', 'x', 50),
      item('record', 'user', 'u1', 3),
      item('record', 'a', 'b', 12),
    ])
    expect(terms(selected, side(100, [item('record', 'zone', 'x', 50), item('record', 'a', 'b', 10)]))).toEqual([])
  })

  it('says nothing where there is nothing to compare', () => {
    expect(terms(side(0, []), side(10, [item('record', 'a', 'b', 10)]))).toEqual([])
  })

  it('names fields as the search language does, once for all their dialects', () => {
    const own = [item('field', 'model', 'gpt', 90), item('record', 'gen_ai.request.model', 'gpt', 90)]
    const more = [item('resource', 'service.name', 'shop', 90), item('resource', 'k8s.pod.name', 'p 1', 90)]
    expect(terms(side(100, [...own, ...more]), side(100, []))).toEqual([
      'model:gpt',
      'resource.k8s.pod.name:"p 1"',
      'service:shop',
    ])
  })

  it('writes terms that the search language reads, of any key and value', () => {
    const odd = ['a b', 'k"y', '-x', 'OR', 'a:b', '*', 'parent', 'duration', 'ключ']
    const found = terms(
      side(
        100,
        odd.map((text) => item('record', text, text, 90)),
      ),
      side(100, []),
    )
    expect(found).toHaveLength(odd.length)
    for (const term of found) expect(() => parseSearch(term)).not.toThrow()
  })

  it('tells numbers by their size, unless they are all the same', () => {
    const many = [item('int', 'rows', '64', 90), ...[70, 80, 90].map((row) => item('record', 'rows', String(row), 30))]
    expect(terms(side(100, many), side(100, []))[0]).toBe('rows:[64 TO 127]')
    const one = [item('int', 'code', '256', 90), item('record', 'code', '500', 90)]
    expect(terms(side(100, one), side(100, []))).toEqual(['code:500'])
    expect(terms(side(100, [item('double', 'x', '-0.5', 90)]), side(100, []))).toEqual(['x:[-1 TO -0.5]'])
  })

  it('leaves out of a sample what stood in a minute or two of it', () => {
    const session = [item('field', 'session', 's1', 40, 1)]
    expect(terms(side(1000, session, false), side(1000, [], false))).toEqual([])
    expect(terms(side(1000, session, true), side(1000, [], false))).toEqual(['session:s1'])
  })

  it('takes what the spans of a trace have together for one observation', () => {
    const of = (spans: number, traces: number) => side(1000, [{ ...item('record', 'a', 'b', spans), traces }])
    expect(terms(of(300, 300), of(200, 200))).toEqual(['a:b'])
    expect(terms(of(300, 30), of(200, 20))).toEqual([])
  })
})
