import { describe, expect, it } from 'vitest'
import { lastedNanoseconds, openStateOf, tellsMore } from './open-span.ts'

const running = { startTimeUnixNano: '1000000000000', durationNanoseconds: '2000000000', state: 'running' } as const

describe('how long a span has lasted', () => {
  it('goes on while it runs', () => {
    expect(lastedNanoseconds(running, 1_005_000)).toBe(5e9)
  })

  it('is what the server counted where the clock of the browser is behind, or not known yet', () => {
    expect(lastedNanoseconds(running, 1_001_000)).toBe(2e9)
    expect(lastedNanoseconds(running, 0)).toBe(2e9)
  })

  it('stands still once it has ended, or will not end', () => {
    expect(lastedNanoseconds({ ...running, state: undefined }, 9_000_000)).toBe(2e9)
    expect(lastedNanoseconds({ ...running, state: 'no_end' }, 9_000_000)).toBe(2e9)
  })
})

describe('many spans', () => {
  it('run while one of them runs', () => {
    expect(openStateOf([{}, { state: 'no_end' }, { state: 'running' }])).toBe('running')
    expect(openStateOf([{}, { state: 'no_end' }])).toBe('no_end')
    expect(openStateOf([{}, {}])).toBeUndefined()
  })
})

describe('of two accounts of a span', () => {
  it('an end takes the place of a start, and a start never that of an end', () => {
    expect(tellsMore({}, { state: 'running' })).toBe(true)
    expect(tellsMore({ state: 'running' }, {})).toBe(false)
    expect(tellsMore({ state: 'no_end' }, { state: 'running' })).toBe(true)
  })
})
