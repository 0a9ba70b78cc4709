import { describe, expect, it } from 'vitest'
import { errorSpans, findSpans, step } from './find-spans.ts'
import { spanFixture } from './span-fixture.ts'
import { buildTraceTree } from './trace-tree.ts'

const tree = buildTraceTree([
  spanFixture({ spanId: 'aaaaaaaaaaaaaaaa', name: 'GET /checkout' }),
  spanFixture({
    spanId: 'b',
    parentSpanId: 'aaaaaaaaaaaaaaaa',
    name: 'chat',
    genAiRequestModel: 'GPT-4o',
    status: 'error',
  }),
  spanFixture({ spanId: 'c', parentSpanId: 'gone', name: 'charge card', serviceName: 'payments' }),
])

describe('findSpans', () => {
  it('finds names, services and models regardless of case, and a span by its id', () => {
    expect(findSpans(tree, 'CHECK')).toEqual([0])
    expect(findSpans(tree, 'gpt')).toEqual([1])
    expect(findSpans(tree, 'payments')).toEqual([3])
    expect(findSpans(tree, 'aaaaaaaaaaaaaaaa')).toEqual([0])
    expect(findSpans(tree, '  ')).toEqual([])
    expect(findSpans(tree, '.*(')).toEqual([])
  })

  it('finds spans with errors', () => {
    expect(errorSpans(tree)).toEqual([1])
  })

  it('steps to the next and previous match and goes round', () => {
    expect(step([2, 5, 9], 5, 1)).toBe(9)
    expect(step([2, 5, 9], 9, 1)).toBe(2)
    expect(step([2, 5, 9], 2, -1)).toBe(9)
    expect(step([2, 5, 9], -1, 1)).toBe(2)
    expect(step([], 0, 1)).toBeUndefined()
  })
})
