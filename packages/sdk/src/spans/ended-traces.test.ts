import { describe, expect, it } from 'vitest'
import { createEndedTraces } from './ended-traces.ts'

const trace = (keptCount: number) => ({ keptCount, isPromoted: false })

describe('createEndedTraces', () => {
  it('remembers the last traces and no more than twice as many as it was asked for', () => {
    const ended = createEndedTraces(10)
    for (let index = 0; index < 1005; index++) ended.add(`trace ${index}`, trace(index))
    const known = Array.from({ length: 1005 }, (_, index) => index).filter((index) => ended.get(`trace ${index}`))
    expect(known.slice(-10)).toEqual([995, 996, 997, 998, 999, 1000, 1001, 1002, 1003, 1004])
    expect(known.length).toBeLessThanOrEqual(20)
  })

  it('forgets a trace that is taken out, however long ago it was over', () => {
    const ended = createEndedTraces(2)
    for (const index of [0, 1, 2]) ended.add(`trace ${index}`, trace(index))
    expect([ended.take('trace 0'), ended.take('trace 2')]).toEqual([trace(0), trace(2)])
    expect([ended.get('trace 0'), ended.get('trace 2'), ended.get('trace 1')]).toEqual([undefined, undefined, trace(1)])
  })
})
