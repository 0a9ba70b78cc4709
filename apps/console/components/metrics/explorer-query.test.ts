import { metricQueryRequestSchema } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { changePart, duplicatePart, type ExplorerPart, explorerRequest, movePart, nextId } from './explorer-query.ts'

const a: ExplorerPart = { id: 'A', metric: 'http.errors', type: 'sum', filter: 'service:shop', groupBy: ['route'] }
const b: ExplorerPart = { id: 'B', metric: 'http.requests', hidden: true }
const ratio: ExplorerPart = { id: 'F1', expression: 'A / B * 100', unit: '%' }
const options = { from: 'now-1h', to: 'now', step: null, compare: null, maxPoints: 300 }
const ids = (parts: readonly ExplorerPart[]) => parts.map(({ id }) => id).join('')

describe('rows of the explorer', () => {
  it('take the first letter that is free', () => {
    expect(nextId([], 'metric')).toBe('A')
    expect(nextId([a, { ...b, id: 'C' }], 'metric')).toBe('B')
    expect(nextId([a, ratio], 'formula')).toBe('F2')
  })

  it('are moved and stay where there is no more room', () => {
    expect(ids(movePart([a, b, ratio], 'B', -1))).toBe('BAF1')
    expect(ids(movePart([a, b, ratio], 'B', 1))).toBe('AF1B')
    expect(ids(movePart([a, b], 'A', -1))).toBe('AB')
    expect(ids(movePart([a, b], 'unknown', 1))).toBe('AB')
  })

  it('are copied right below under a letter of their own', () => {
    expect(duplicatePart([a, b], 'A')).toEqual([a, { ...a, id: 'C' }, b])
  })

  it('lose what is taken away', () => {
    expect(changePart(a, { filter: undefined, groupBy: ['host'] })).toEqual({
      id: 'A',
      metric: 'http.errors',
      type: 'sum',
      groupBy: ['host'],
    })
  })
})

describe('explorerRequest', () => {
  it('asks for hidden rows only where a formula needs them', () => {
    const request = explorerRequest({ ...options, parts: [a, b, ratio] })
    expect(request?.queries.map(({ id, hidden }) => [id, hidden])).toEqual([
      ['A', undefined],
      ['B', true],
    ])
    expect(explorerRequest({ ...options, parts: [a, b] })?.queries.map(({ id }) => id)).toEqual(['A'])
  })

  it('is what the API takes', () => {
    const request = explorerRequest({ ...options, parts: [a, b, ratio], step: 60, compare: 'day' })
    const parsed = metricQueryRequestSchema.parse(request)
    expect(parsed.queries[0]).toMatchObject({ name: 'http.errors', query: 'service:shop', series: { limit: 20 } })
    expect(parsed).toMatchObject({ stepSeconds: 60, compareWith: 'day' })
    expect(explorerRequest({ ...options, parts: [a], compare: '3600' })?.compareWith).toBe(3600)
  })

  it('asks for nothing while no metric is chosen or all are hidden', () => {
    expect(explorerRequest({ ...options, parts: [] })).toBeNull()
    expect(explorerRequest({ ...options, parts: [{ id: 'A', metric: '' }, ratio] })).toBeNull()
    expect(explorerRequest({ ...options, parts: [b] })).toBeNull()
  })
})
