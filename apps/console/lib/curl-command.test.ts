import { expect, it } from 'vitest'
import { curlCommand } from './curl-command.ts'

it('quotes for a shell, and marks the place of a key where one is needed', () => {
  expect(curlCommand('http://x/a?b=c&d=e', false)).toBe(`curl -sS 'http://x/a?b=c&d=e'`)
  expect(curlCommand(`http://x/it's`, true)).toBe(`curl -sS 'http://x/it'\\''s' -H 'x-api-key: YOUR_API_KEY'`)
})

it('posts a body as JSON', () => {
  expect(curlCommand('http://x/query', false, { a: "it's" })).toBe(
    `curl -sS 'http://x/query' -H 'content-type: application/json' -d '{"a":"it'\\''s"}'`,
  )
})
