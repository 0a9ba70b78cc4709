import { expect, it } from 'vitest'
import { copyState, createState, type StateChange } from './state.ts'

it('tells each change once, and none that changes nothing', () => {
  const state = createState({ tier: 'free' })
  const changes: StateChange[] = []
  const stop = state.on('change', (change) => changes.push(change))
  state.set('tier', 'free')
  state.set('tier', 'pro')
  expect(state.delete('tier')).toBe(true)
  expect(state.delete('tier')).toBe(false)
  stop()
  state.set('tier', 'team')
  expect(changes).toEqual([
    { key: 'tier', op: 'set', oldValue: 'free', newValue: 'pro' },
    { key: 'tier', op: 'delete', oldValue: 'pro', newValue: undefined },
  ])
})

it('sets a key to undefined, which is not the same as not having it', () => {
  const state = createState()
  state.set('a', undefined)
  expect([state.has('a'), state.keys(), state.get('a')]).toEqual([true, ['a'], undefined])
})

it('takes a listener that was added twice as two', () => {
  const state = createState()
  let calls = 0
  const listener = () => void calls++
  const stop = state.on('change', listener)
  state.on('change', listener)
  stop()
  state.set('a', 1)
  expect(calls).toBe(1)
})

it('is copied so that neither copy sees plain values of the other change, while instances are shared', () => {
  const client = new (class Client {
    calls = 0
  })()
  const original = createState({ list: [{ n: 1 }], client })
  const copy = copyState(original)
  ;(copy.get('list') as { n: number }[])[0]!.n = 2
  expect(original.get('list')).toEqual([{ n: 1 }])
  expect(copy.get('client')).toBe(client)
})
