import { describe, expect, it } from 'vitest'
import { spanFixture } from './span-fixture.ts'
import { traceTokens } from './trace-tokens.ts'
import { buildTraceTree } from './trace-tree.ts'

describe('traceTokens', () => {
  it('does not count totals that an agent repeats from its model calls', () => {
    const tree = buildTraceTree([
      spanFixture({ spanId: 'agent', genAiInputTokens: 30, genAiOutputTokens: 3 }),
      spanFixture({ spanId: 'step', parentSpanId: 'agent' }),
      spanFixture({ spanId: 'call-1', parentSpanId: 'step', genAiInputTokens: 10, genAiOutputTokens: 1 }),
      spanFixture({ spanId: 'call-2', parentSpanId: 'agent', genAiInputTokens: 20, genAiOutputTokens: 2 }),
    ])
    expect(traceTokens(tree)).toEqual({ input: 30, output: 3 })
  })

  it('counts an agent whose model calls did not report', () => {
    const tree = buildTraceTree([
      spanFixture({ spanId: 'agent', genAiInputTokens: 30 }),
      spanFixture({ spanId: 'call', parentSpanId: 'agent' }),
    ])
    expect(traceTokens(tree)).toEqual({ input: 30, output: 0 })
  })
})
