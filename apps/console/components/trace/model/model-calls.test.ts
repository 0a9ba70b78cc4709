import { describe, expect, it } from 'vitest'
import { genAiFixture, spanFixture } from '../span-fixture.ts'
import { traceFixture } from '../trace-fixture.ts'
import { modelCalls } from './model-calls.ts'
import { buildTraceTree } from './trace-tree.ts'

describe('modelCalls', () => {
  it('are the calls of a trace by start time, without agents, tools and embeddings', () => {
    const genAi = (kind: string, isInference: boolean) => genAiFixture({ kind, isInference })
    const tree = buildTraceTree(
      traceFixture([
        spanFixture({ spanId: 'agent', startTimeUnixNano: '0', genAi: genAi('agent', false) }),
        spanFixture({ spanId: 'late', parentSpanId: 'agent', startTimeUnixNano: '9', genAi: genAi('llm', true) }),
        spanFixture({
          spanId: 'early',
          parentSpanId: 'agent',
          startTimeUnixNano: '3',
          genAi: genAi('llm', true),
          genAiRequestModel: 'gpt-4o',
        }),
        spanFixture({
          spanId: 'search',
          parentSpanId: 'agent',
          startTimeUnixNano: '4',
          genAi: genAi('embedding', true),
        }),
      ]),
    )
    expect(modelCalls(tree).map(({ name, model, start }) => [name, model, start])).toEqual([
      ['early', 'gpt-4o', 3],
      ['late', '', 9],
    ])
  })
})
