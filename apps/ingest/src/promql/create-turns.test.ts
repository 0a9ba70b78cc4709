import { expect, it } from 'vitest'
import { createTurns } from './create-turns.ts'

it('answers no more questions at once than there are turns, in their order, whatever becomes of them', async () => {
  const turns = createTurns(2)
  const ends: (() => void)[] = []
  const started: number[] = []
  const answers = [0, 1, 2, 3].map((index) =>
    turns
      .take('shop', async () => {
        started.push(index)
        await new Promise<void>((resolve) => ends.push(resolve))
        if (index === 0) throw new Error('failed')
        return index
      })
      .catch(() => -1),
  )
  await Promise.resolve()
  expect(started).toEqual([0, 1])
  ends[0]?.()
  await answers[0]
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toEqual([0, 1, 2])
  ends[1]?.()
  ends[2]?.()
  await answers[2]
  await new Promise((resolve) => setImmediate(resolve))
  ends[3]?.()
  expect(await Promise.all(answers)).toEqual([-1, 1, 2, 3])
})

it('forgets who leaves while waiting, and gives the turn to the next', async () => {
  const turns = createTurns(1)
  let end: () => void = () => undefined
  const first = turns.take('shop', () => new Promise<void>((resolve) => (end = resolve)))
  const leaving = new AbortController()
  const left = turns.take('shop', async () => 'left', leaving.signal)
  const next = turns.take('shop', async () => 'next', new AbortController().signal)
  leaving.abort()
  await expect(left).rejects.toMatchObject({ errorType: 'canceled' })
  end()
  await first
  expect(await next).toBe('next')
})

it('gives the turn to the project with the fewest under way, and keeps a crowd of one from the others', async () => {
  const turns = createTurns(2)
  const started: string[] = []
  const ends: (() => void)[] = []
  const ask = (projectId: string) =>
    turns.take(projectId, () => {
      started.push(projectId)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
  const many = Array.from({ length: 102 }, () => ask('many'))
  const few = ask('few')
  await expect(ask('many')).rejects.toMatchObject({ errorType: 'unavailable' })
  expect(started).toEqual(['many', 'many'])
  ends[0]?.()
  await many[0]
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toEqual(['many', 'many', 'few'])
  ends[2]?.()
  await few
  await new Promise((resolve) => setImmediate(resolve))
  expect(started).toEqual(['many', 'many', 'few', 'many'])
})
