import { describe, expect, it } from 'vitest'
import { attributeHrefs } from './attribute-context.ts'

const trace = { startTimeUnixNano: '1790000000000000000', durationNanoseconds: '2000000000' }
const hrefs = (owner: 'record' | 'resource', key: string, value: string) =>
  attributeHrefs('p', { owner, trace }, key, value)
const queryOf = (href: string) => new URL(href, 'http://localhost').searchParams

describe('the links of an attribute', () => {
  it('lead to spans with the value, without it, and to spans grouped by it, around the trace', () => {
    const { only, without, groups } = hrefs('record', 'app.tenant', 'gold')
    expect(queryOf(only).get('query')).toBe('app.tenant:gold')
    expect(queryOf(without).get('query')).toBe('-app.tenant:gold')
    expect(queryOf(groups).get('groupBy')).toBe('app.tenant')
    expect(queryOf(groups).get('view')).toBe('groups')
    expect(queryOf(only).get('from')).toBe('2026-09-21T13:43:20.000Z')
    expect(queryOf(only).get('to')).toBe('2026-09-21T14:43:22.000Z')
  })

  it('name the resource where the attribute is of it, and quote what the language would read otherwise', () => {
    expect(queryOf(hrefs('resource', 'k8s.pod.name', 'a b').only).get('query')).toBe('resource.k8s.pod.name:"a b"')
    expect(queryOf(hrefs('record', 'odd key', 'x').only).get('query')).toContain('"odd key"')
  })
})
