import type { GenAiSummary, SpanSummary } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { buildTraceTree } from './model/trace-tree.ts'
import { genAiFixture, spanFixture } from './span-fixture.ts'
import { traceFixture } from './trace-fixture.ts'
import { traceUsage } from './trace-usage.ts'

const treeOf = (spans: readonly SpanSummary[]) => buildTraceTree(traceFixture(spans))

function call(spanId: string, parentSpanId: string, input: number, output: number, genAi: Partial<GenAiSummary> = {}) {
  return spanFixture({
    spanId,
    parentSpanId,
    genAiInputTokens: input,
    genAiOutputTokens: output,
    genAi: genAiFixture({ kind: 'llm', isInference: true, costSource: genAi.cost ? 'sender' : '', ...genAi }),
  })
}

describe('traceUsage', () => {
  it('does not count totals that an agent repeats from its model calls', () => {
    const tree = treeOf([
      call('agent', '', 30, 3, { kind: 'agent', isInference: false }),
      spanFixture({ spanId: 'step', parentSpanId: 'agent' }),
      call('call-1', 'step', 10, 1, { cost: 0.25 }),
      call('call-2', 'agent', 20, 2, { cost: 0.5 }),
    ])
    expect(traceUsage(tree)).toEqual({ input: 30, output: 3, cost: 0.75, calls: 2, unpriced: 0 })
  })

  it('counts a call once that two instrumentations tell of, one inside the other', () => {
    const tree = treeOf([call('outer', '', 30, 3, { cost: 0.5 }), call('inner', 'outer', 30, 3, { cost: 0.5 })])
    expect(traceUsage(tree)).toEqual({ input: 30, output: 3, cost: 0.5, calls: 1, unpriced: 0 })
  })

  it('counts a call that a tool of another call makes, as the two are not the same', () => {
    const tree = treeOf([
      call('outer', '', 30, 3, { cost: 0.5 }),
      spanFixture({ spanId: 'tool', parentSpanId: 'outer' }),
      call('inner', 'tool', 10, 1, { cost: 0.25 }),
    ])
    expect(traceUsage(tree)).toEqual({ input: 40, output: 4, cost: 0.75, calls: 2, unpriced: 0 })
  })

  it('counts an agent whose model calls did not report, as a cost that is not known', () => {
    const tree = treeOf([call('agent', '', 30, 0, { kind: 'agent', isInference: false }), call('call', 'agent', 0, 0)])
    expect(traceUsage(tree)).toEqual({ input: 30, output: 0, cost: 0, calls: 1, unpriced: 1 })
  })
})
