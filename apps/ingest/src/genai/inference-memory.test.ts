import { describe, expect, it } from 'vitest'
import { createInferenceMemory, type InferenceMemory } from './inference-memory.ts'

const idOf = (number: number) => number.toString(16).padStart(16, '0')

interface Given {
  id: number
  parent?: number
  trace?: number
  project?: string
  tokens?: number
  isInference?: boolean
}

function counts(memory: InferenceMemory, ...spans: Given[]): boolean[] {
  return spans.map(({ id, parent = 0, trace = 1, project = 'a', tokens = 5, isInference = true }) =>
    memory.counts({
      project_id: project,
      trace_id: idOf(trace).padStart(32, '0'),
      span_id: idOf(id),
      parent_span_id: idOf(parent),
      gen_ai_is_inference: isInference,
      gen_ai_input_tokens: tokens,
      gen_ai_output_tokens: 0,
    }),
  )
}

describe('a call that two instrumentations tell of', () => {
  it.each([
    ['the inner one first, as spans end', [{ id: 2, parent: 1 }, { id: 1 }]],
    ['the outer one first, as a collector may sort them', [{ id: 1 }, { id: 2, parent: 1 }]],
  ])('counts once: %s', (_, spans) => {
    expect(counts(createInferenceMemory(), ...spans)).toEqual([true, false])
  })

  it.each([
    [[{ id: 3, parent: 2 }, { id: 2, parent: 1 }, { id: 1 }]],
    [[{ id: 1 }, { id: 2, parent: 1 }, { id: 3, parent: 2 }]],
  ])('counts once of three accounts', (spans) => {
    expect(counts(createInferenceMemory(), ...spans)).toEqual([true, false, false])
  })

  it('counts its parts where the outer account sums several', () => {
    const spans = [{ id: 2, parent: 1 }, { id: 3, parent: 1 }, { id: 1 }]
    expect(counts(createInferenceMemory(), ...spans)).toEqual([true, true, false])
  })

  it('counts where the inner account tells no tokens', () => {
    expect(counts(createInferenceMemory(), { id: 2, parent: 1, tokens: 0 }, { id: 1 })).toEqual([true, true])
  })
})

describe('calls that are not the same', () => {
  it.each<[string, Given[]]>([
    [
      'beside each other',
      [
        { id: 2, parent: 1 },
        { id: 3, parent: 1 },
      ],
    ],
    ['without parents', [{ id: 2 }, { id: 3 }]],
    [
      'of other traces',
      [
        { id: 2, parent: 1 },
        { id: 1, trace: 2 },
      ],
    ],
    [
      'of other projects, whose senders may use the same ids',
      [
        { id: 2, parent: 1 },
        { id: 1, project: 'b' },
      ],
    ],
    ['that name themselves as their parent', [{ id: 1, parent: 1 }, { id: 2 }]],
  ])('both count: %s', (_, spans) => {
    expect(counts(createInferenceMemory(), ...spans)).toEqual([true, true])
  })

  it('are not hidden by agents and tools, whose usage never counts', () => {
    const agent = { id: 2, parent: 1, isInference: false }
    expect(counts(createInferenceMemory(), { id: 3, parent: 2 }, agent, { id: 1 })).toEqual([true, false, true])
  })

  it('are remembered for a bounded number of others', () => {
    const memory = createInferenceMemory(2)
    const others = [4, 5, 6].map((id) => ({ id, parent: id + 10 }))
    expect(counts(memory, { id: 2, parent: 1 }, ...others, { id: 1 })).toEqual(Array(5).fill(true))
  })
})
