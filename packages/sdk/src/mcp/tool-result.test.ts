import { expect, it } from 'vitest'
import { readToolResult } from './tool-result.ts'

const text = (value: string) => ({ type: 'text', text: value })

it('reads structured content first, text joined by line breaks, and anything else as the parts it is', () => {
  expect(readToolResult({ content: [text('1')], structuredContent: { n: 1 } }, 's', 't')).toEqual({ n: 1 })
  expect(readToolResult({ content: [text('a'), text('b')] }, 's', 't')).toBe('a\nb')
  expect(readToolResult({ content: [] }, 's', 't')).toBe('')
  const parts = [text('a'), { type: 'image', data: 'AAAA' }]
  expect(readToolResult({ content: parts }, 's', 't')).toBe(parts)
})

it('throws for isError, with 1,000 characters of the text as the message and all of the content', () => {
  const content = [text('x'.repeat(2000))]
  const read = () => readToolResult({ content, isError: true }, 's', 't')
  expect(read).toThrow(expect.objectContaining({ code: 'tool_error', message: 'x'.repeat(1000), content }))
  expect(() => readToolResult({ content: [], isError: true }, 's', 't')).toThrow('the tool failed')
})
