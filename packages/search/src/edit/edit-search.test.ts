import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch } from '../syntax/parse-search.ts'
import { attributeKey } from './attribute-key.ts'
import { filterBounds, setBounds } from './edit-range.ts'
import {
  addAbsence,
  addFilter,
  excludedValues,
  filterValues,
  onlyFilter,
  removeFilter,
  setFilter,
  toggleFilter,
} from './edit-search.ts'
import { listPills, removePill } from './list-pills.ts'

const pay = { key: 'service', value: 'pay' }

describe('adding a filter', () => {
  it.each([
    ['', 'service:pay'],
    ['status:error', 'status:error service:pay'],
    ['a OR b', '(a OR b) service:pay'],
    ['(a OR b)', '(a OR b) service:pay'],
    ['service:pay  status:error', 'service:pay  status:error'],
    ['-service:pay status:error', 'status:error service:pay'],
    ['a AND (b', 'a AND (b service:pay'],
  ])('to %j gives %j', (text, expected) => {
    expect(addFilter(text, pay)).toBe(expected)
  })

  it('that excludes takes the place of the one that includes', () => {
    expect(addFilter('service:pay x', { ...pay, isNegated: true })).toBe('x -service:pay')
    expect(addFilter('service:(pay OR shop)', { ...pay, isNegated: true })).toBe('service:shop -service:pay')
    expect(addFilter('-service:(pay OR shop) x', pay)).toBe('-service:shop x service:pay')
  })

  it('of any value and taking it away again leaves the rest', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), fc.boolean(), (value, isNegated) => {
        const filter = { key: 'attributes."odd key"', value, isNegated }
        const added = addFilter('status:error "a b"', filter)
        expect(parseSearch(added)).toMatchObject({ type: 'and', operands: { length: 3 } })
        expect(removeFilter(added, filter)).toBe('status:error "a b"')
      }),
      { numRuns: 1000, seed: 20_261_123 },
    )
  })
})

describe('values of a key', () => {
  it('come, go and are told', () => {
    expect(toggleFilter('', 'service', 'pay')).toBe('service:pay')
    expect(toggleFilter('service:pay x', 'service', 'shop')).toBe('service:(pay OR shop) x')
    expect(toggleFilter('service:(pay OR shop) x', 'service', 'pay')).toBe('service:shop x')
    expect(toggleFilter('x service:shop', 'service', 'shop')).toBe('x')
    expect(filterValues('service:(pay OR shop) -service:b', 'service')).toEqual(['pay', 'shop'])
    expect(setFilter('service:pay x service:shop', 'service', ['b'])).toBe('service:b x')
  })

  it('are taken out of a list, excluded or not', () => {
    expect(removeFilter('-service:(pay OR shop)', { ...pay, isNegated: true })).toBe('-service:shop')
    expect(removeFilter('service:(pay OR shop) y', pay)).toBe('service:shop y')
  })
})

describe('a key with several names', () => {
  it('is one key', () => {
    expect(filterValues('service.name:pay', 'service')).toEqual(['pay'])
    expect(filterValues('status:ERROR', 'status')).toEqual(['error'])
    expect(toggleFilter('status:ERROR', 'status', 'error')).toBe('')
    expect(addFilter('-service.name:pay', pay)).toBe('service:pay')
  })
})

describe('asking for no value', () => {
  it('stands beside an OR, once', () => {
    expect(addAbsence('a OR b', 'model')).toBe('(a OR b) -model:*')
    expect(addAbsence('-model:* x', 'model')).toBe('-model:* x')
  })
})

describe('excluding', () => {
  it('is told apart from choosing, and either ends the other', () => {
    expect(excludedValues('service:a -service:(b OR c) -name:d', 'service')).toEqual(['b', 'c'])
    expect(toggleFilter('-service:(pay OR b)', 'service', 'pay')).toBe('-service:b service:pay')
    expect(onlyFilter('service:(a OR b) -service:c -name:x', 'service', 'pay')).toBe('service:pay -name:x')
  })
})

describe('bounds of a key', () => {
  it.each([
    ['duration:>1s', { least: '1s' }],
    ['x duration:<=2s', { most: '2s' }],
    ['duration:[100ms TO 2s]', { least: '100ms', most: '2s' }],
    ['duration:[* TO 2s]', { most: '2s' }],
    ['duration:>1s duration:<2s', { least: '1s', most: '2s' }],
    ['-duration:>1s', {}],
    ['duration:1s', {}],
    ['(a', {}],
  ])('of %j are %j', (text, bounds) => {
    expect(filterBounds(text, 'duration')).toEqual(bounds)
  })

  it('are set in their place, changed and taken away', () => {
    expect(setBounds('a', 'duration', { least: '1s' })).toBe('a duration:>=1s')
    expect(setBounds('a duration:>1s b duration:<2s', 'duration', { least: '5ms', most: '1m' })).toBe(
      'a duration:[5ms TO 1m] b',
    )
    expect(setBounds('duration:[5ms TO 1m] b', 'duration', { most: '1m' })).toBe('duration:<=1m b')
    expect(setBounds('duration:>1s b', 'duration', {})).toBe('b')
  })
})

describe('pills', () => {
  it('are the parts that stand side by side', () => {
    expect(listPills('service:(a OR b) -"c d" (x OR y) duration:>1s')).toEqual([
      { from: 0, to: 16, text: 'service:(a OR b)', isNegated: false, key: 'service', values: ['a', 'b'] },
      { from: 17, to: 23, text: '-"c d"', isNegated: true },
      { from: 24, to: 32, text: '(x OR y)', isNegated: false },
      { from: 33, to: 45, text: 'duration:>1s', isNegated: false, key: 'duration', values: [] },
    ])
  })

  it('of an OR and of a group are one', () => {
    expect(listPills('a OR b')?.map(({ text }) => text)).toEqual(['a OR b'])
    expect(listPills('(a b)')?.map(({ text }) => text)).toEqual(['(a b)'])
    expect(listPills('(a) b')?.map(({ text }) => text)).toEqual(['(a)', 'b'])
  })

  it('are unknown while the text cannot be read', () => {
    expect(listPills('a (b')).toBeUndefined()
  })

  it('can be removed one by one until nothing is left', () => {
    let text = 'service:a AND -(b OR c)  trace:(x y)'
    while (text !== '') {
      const pills = listPills(text) ?? []
      expect(pills.length).toBeGreaterThan(0)
      text = removePill(text, pills[0] ?? { from: 0, to: 0 })
    }
  })
})

describe('the key of an attribute', () => {
  it.each([
    ['any', 'http.route', 'http.route'],
    ['record', 'odd key', 'attributes."odd key"'],
    ['record', 'model', 'attributes.model'],
    ['any', 'event.domain', 'attributes.event.domain'],
    ['resource', 'k8s.pod.name', 'resource.k8s.pod.name'],
    ['scope', 'name', 'scope."name"'],
    ['any', 'parent', 'attributes.parent'],
  ] as const)('of %s named %s is %s', (owner, name, key) => {
    expect(attributeKey(owner, name)).toBe(key)
  })
})
