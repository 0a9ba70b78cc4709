import type { MetricPoint } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import { createSentPoints } from './sent-points.ts'

const point = (timeUnixMilliseconds: number) => ({ seriesId: '1', timeUnixMilliseconds }) as MetricPoint

it('leaves out points that were pushed or read before, each series and time once', () => {
  const sent = createSentPoints()
  sent.note(JSON.stringify([point(1), point(2)]))
  expect(sent.unsent([point(2), point(3), { ...point(2), seriesId: '2' }])).toEqual([
    point(3),
    { ...point(2), seriesId: '2' },
  ])
  expect(sent.unsent([point(1), point(3), point(4)])).toEqual([point(4)])
})

it('forgets points that are not read again', () => {
  let now = 0
  const sent = createSentPoints(() => now)
  sent.note(JSON.stringify([point(1)]))
  now = 1_000_000
  expect(sent.unsent([point(2)])).toEqual([point(2)])
  expect(sent.unsent([point(1), point(2)])).toEqual([point(1)])
})
