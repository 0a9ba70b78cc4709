import { describe, expect, it } from 'vitest'
import type { CallBetween, CallOfOther } from './service-calls.ts'
import { joinCalls } from './service-map.ts'

const figures = { spans: 10, errors: 1, durations: [1, 2, 3] as [number, number, number] }
const between = (caller: string, callee: string, peers: string[] = []): CallBetween => ({
  ...{ caller, callee, peers, ...figures },
})
const other = (service: string, called: string, more: Partial<CallOfOther> = {}): CallOfOther => ({
  ...{ service, called, isConsumer: false, ...figures, ...more },
})
const drawn = (calls: CallBetween[], others: CallOfOther[]) =>
  joinCalls(calls, others).map(({ from, to }) => [from, to])

describe('joinCalls', () => {
  it('draws what is called and sends no spans itself', () => {
    expect(
      drawn([], [other('shop', 'database postgresql orders '), other('shop', 'model openai', { spans: 5 })]),
    ).toEqual([
      ['service shop', 'database postgresql orders'],
      ['service shop', 'model openai'],
    ])
  })

  it('draws a service that is called under an address once, as the service', () => {
    const calls = [between('shop', 'payments', ['external payments.internal'])]
    expect(drawn(calls, [other('shop', 'external payments.internal')])).toEqual([['service shop', 'service payments']])
  })

  it('draws the same address for a service whose calls to it are answered by nobody', () => {
    const calls = [between('shop', 'payments', ['external 10.0.0.1'])]
    expect(drawn(calls, [other('mail', 'external 10.0.0.1')])).toContainEqual(['service mail', 'external 10.0.0.1'])
  })

  it('takes a name that a known service has for that service', () => {
    const calls = [between('shop', 'payments')]
    expect(drawn(calls, [other('mail', 'external payments'), other('shop', 'external payments')])).toEqual([
      ['service mail', 'service payments'],
      ['service shop', 'service payments'],
    ])
  })

  it('draws a queue between who writes to it and who reads from it', () => {
    const others = [
      other('shop', 'messaging kafka orders'),
      other('mail', 'messaging kafka orders', { isConsumer: true, spans: 9 }),
    ]
    expect(drawn([], others)).toEqual([
      ['service shop', 'messaging kafka orders'],
      ['messaging kafka orders', 'service mail'],
    ])
  })

  it('puts those with most calls first', () => {
    const calls = [between('a', 'b'), { ...between('b', 'c'), spans: 99 }]
    expect(drawn(calls, [])[0]).toEqual(['service b', 'service c'])
  })
})
