import { describe, expect, it } from 'vitest'
import { errorSpans, findSpans, step } from './find-spans.ts'
import { buildTraceTree } from './model/trace-tree.ts'
import { genAiFixture, spanFixture } from './span-fixture.ts'
import { traceFixture } from './trace-fixture.ts'

const tree = buildTraceTree(
  traceFixture([
    spanFixture({ spanId: 'aaaaaaaaaaaaaaaa', name: 'GET /checkout' }),
    spanFixture({
      spanId: 'b',
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      name: 'chat',
      genAiRequestModel: 'GPT-4o',
      genAi: genAiFixture({ kind: 'llm' }),
      httpRoute: '/v1/chat',
      status: 'error',
    }),
    spanFixture({ spanId: 'c', parentSpanId: 'gone', name: 'charge card', serviceName: 'payments' }),
  ]),
)

const found = (text: string) => [...findSpans(tree, text)]
const steps = (from: number, direction: 1 | -1) => step(Int32Array.of(2, 5, 9), from, direction)

describe('findSpans', () => {
  it('finds names, services and models regardless of case, and a span by its id', () => {
    expect(found('CHECK')).toEqual([0])
    expect(found('gpt')).toEqual([1])
    expect(found('/v1/')).toEqual([1])
    expect(found('payments')).toEqual([3])
    expect(found('aaaaaaaaaaaaaaaa')).toEqual([0])
    expect(found('  ')).toEqual([])
    expect(found('.*(')).toEqual([])
  })

  it('finds spans with errors', () => {
    expect([...errorSpans(tree)]).toEqual([1])
  })

  it('steps to the next and previous match and goes round', () => {
    expect(steps(5, 1)).toBe(9)
    expect(steps(9, 1)).toBe(2)
    expect(steps(2, -1)).toBe(9)
    expect(steps(-1, 1)).toBe(2)
    expect(step(new Int32Array(), 0, 1)).toBeUndefined()
  })
})
