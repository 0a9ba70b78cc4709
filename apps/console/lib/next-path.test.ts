import { expect, it } from 'vitest'
import { nextPath } from './next-path.ts'

it('returns to the page that asked for signing in', () => {
  expect(nextPath('/projects/default/logs?from=now-1h&_rsc=1x2y')).toBe('/projects/default/logs?from=now-1h')
})

it.each([
  undefined,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
])('never leaves for %j', (text) => {
  expect(nextPath(text)).toBe('/')
})
