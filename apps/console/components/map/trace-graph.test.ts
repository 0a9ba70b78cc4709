import { describe, expect, it } from 'vitest'
import { type TracedCall, traceGraph } from './trace-graph.ts'

const call = (service: string, parentService?: string, more: Partial<TracedCall> = {}): TracedCall => ({
  ...{ service, parentService, durationNanoseconds: 10, isError: false, ...more },
})

describe('traceGraph', () => {
  it('has what services asked of each other, and leaves out how each did it', () => {
    const { nodes, edges } = traceGraph([
      call('shop', undefined, { durationNanoseconds: 100 }),
      call('shop', 'shop', { isError: true }),
      call('pay', 'shop', { durationNanoseconds: 30 }),
      call('pay', 'shop', { durationNanoseconds: 20, isError: true }),
      call('pay', 'pay'),
    ])
    expect(edges).toEqual([{ from: 'shop', to: 'pay', spanCount: 2, errorCount: 1, p95: 30 }])
    expect(nodes).toEqual([
      { id: 'shop', type: 'service', name: 'shop', spanCount: 1, errorCount: 0, p95: 100 },
      { id: 'pay', type: 'service', name: 'pay', spanCount: 2, errorCount: 1, p95: 30 },
    ])
  })

  it('has a service whose parent has not arrived', () => {
    expect(traceGraph([call('late', 'late'), call('early')]).nodes.map(({ id }) => id)).toEqual(['late', 'early'])
  })
})
