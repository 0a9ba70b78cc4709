import { parseSearch, resolveSearch, type SearchSignal } from '@hanzo/search'
import { describe, expect, it } from 'vitest'
import { withoutOldFilters } from './old-filters.ts'

const read = (search: string, signal: SearchSignal) => {
  const params: Record<string, string | string[]> = {}
  for (const name of new Set(new URLSearchParams(search).keys())) {
    params[name] = new URLSearchParams(search).getAll(name)
  }
  return withoutOldFilters(params, signal)
}

describe('links with a parameter a filter', () => {
  it.each([
    ['spans', 'status=error', 'status:error'],
    ['spans', 'service=a&service=b+c', 'service:(a OR "b c")'],
    ['spans', 'text=card+declined&name=GET+/x', '"card declined" name:"GET /x"'],
    ['spans', 'attribute=http.route=/pay&attribute=model=x', 'http.route:/pay attributes.model:x'],
    ['spans', 'attribute=a.b=c%3Dd', 'a.b:c=d'],
    ['spans', 'minDurationNanoseconds=500000000', 'duration:>=500ms'],
    ['spans', 'minDurationNanoseconds=1500&maxDurationNanoseconds=2000000000', 'duration:[1500ns TO 2s]'],
    ['spans', 'query=a+OR+b&status=error', '(a OR b) status:error'],
    [
      'logs',
      'severity=warn&severity=error&traceId=0af7651916cd43dd8448eb211c80319c',
      'severity:(warn OR error) trace_id:0af7651916cd43dd8448eb211c80319c',
    ],
  ] as const)('of %s: %s is the search %s', (signal, search, query) => {
    const found = new URLSearchParams(read(`${search}&from=now-1h`, signal))
    expect(found.get('query')).toBe(query)
    expect([...found.keys()].sort()).toEqual(['from', 'query'])
    expect(() => resolveSearch(parseSearch(query), signal)).not.toThrow()
  })

  it('are told from those that have none', () => {
    expect(read('query=status:error&from=now-1h&view=spans', 'spans')).toBeUndefined()
    expect(read('severity=error', 'spans')).toBeUndefined()
  })
})
