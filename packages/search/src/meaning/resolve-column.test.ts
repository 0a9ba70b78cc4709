import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeKey } from '../edit/attribute-key.ts'
import { SearchError } from '../search-error.ts'
import { resolveColumn } from './resolve-column.ts'

describe('the column of a key', () => {
  it('is a field by any of its names, or an attribute of its owner', () => {
    expect(resolveColumn('gen_ai.request.model', 'spans')).toMatchObject({ type: 'field', field: { name: 'model' } })
    expect(resolveColumn('http.route', 'spans')).toEqual({ type: 'attribute', owner: 'any', key: 'http.route' })
    expect(resolveColumn('resource.k8s.pod.name', 'logs')).toMatchObject({ owner: 'resource', key: 'k8s.pod.name' })
    expect(resolveColumn('attributes.model', 'spans')).toMatchObject({ owner: 'record', key: 'model' })
    expect(resolveColumn('event.domain', 'logs')).toMatchObject({ owner: 'any', key: 'event.domain' })
  })

  it.each(['', ' ', 'a b', 'a:b', '-a', '(a', 'a OR b', 'parent', 'event.x', 'resource.', '"a'])(
    'is not found of %j',
    (key) => {
      expect(() => resolveColumn(key, 'spans')).toThrow(SearchError)
    },
  )

  it('is found again for any attribute', () => {
    const owners = fc.constantFrom('record', 'resource', 'scope') as fc.Arbitrary<'record' | 'resource' | 'scope'>
    fc.assert(
      fc.property(owners, fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), (owner, name) => {
        const column = resolveColumn(attributeKey(owner, name), 'spans')
        if (column.type === 'field') return
        expect(column.key).toBe(name)
        expect([owner, 'any']).toContain(column.owner)
      }),
      { numRuns: 500, seed: 20_261_123 },
    )
  })
})
