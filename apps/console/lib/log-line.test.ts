import { expect, it } from 'vitest'
import { logLine } from './log-line.ts'

it('shows a record in one line: its body, then its attributes', () => {
  const attributes = [
    { key: 'order.id', type: 'int' as const, value: '17' },
    { key: 'code.filepath', type: 'string' as const, value: '/app/a.js' },
  ]
  expect(logLine({ body: 'failed\n  at run', eventName: '', attributes })).toEqual({
    text: 'failed at run',
    extra: 'order.id=17',
  })
})

it('names the event of a record without a body', () => {
  expect(logLine({ body: '', eventName: 'session.start', attributes: [] }).text).toBe('session.start')
})
