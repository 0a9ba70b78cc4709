import { expect, it } from 'vitest'
import { createKnownRows } from './tail-key.ts'

const point = (timeUnixMilliseconds: number) => ({ seriesId: '1', timeUnixMilliseconds })

it('leaves out rows that came before, and shows a span when it runs and when it has ended', () => {
  const fresh = createKnownRows(10)
  expect(fresh([point(1), point(2), point(1)])).toEqual([point(1), point(2)])
  expect(fresh([point(2), point(3)])).toEqual([point(3)])
  const span = { traceId: 'a', spanId: 'b', state: 'running' as const }
  expect(fresh([span, span, { ...span, state: undefined }])).toHaveLength(2)
  expect(fresh([{ logId: '1-1' }, { logId: '1-2' }, { logId: '1-1' }])).toHaveLength(2)
})

it('remembers a bounded number of rows, the last ones', () => {
  const fresh = createKnownRows(2)
  fresh([point(1), point(2), point(3)])
  expect(fresh([point(3), point(2), point(1)])).toEqual([point(1)])
})
