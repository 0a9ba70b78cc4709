import { expect, it } from 'vitest'
import { createRedactor } from '../redaction/create-redactor.ts'
import { genaiParts, type MessageCapture, type SourcePart } from './genai-messages.ts'

const redactor = createRedactor({ captureContent: 'full', maxValueLength: 1000 }, { report: () => undefined })
const capture: MessageCapture = { redactor, levelOf: (name) => (name === 'quiet' ? 'metadata' : undefined) }
const parts = (...content: SourcePart[]) => genaiParts(content, capture)

it('reads tool input alike from a prompt, where it is a value, and from an answer, where it is JSON text', () => {
  const call = { type: 'tool-call', toolCallId: 'c', toolName: 't' }
  const expected = { type: 'tool_call', id: 'c', name: 't', arguments: { a: 1 } }
  expect(parts({ ...call, input: { a: 1 } }, { ...call, input: '{"a":1}' })).toEqual([expected, expected])
  expect(parts({ ...call, input: '{"a":' })).toEqual([{ ...expected, arguments: '{"a":' }])
})

it('tells of files their address or size, never their bytes', () => {
  const data = new Uint8Array(300)
  expect(
    parts(
      { type: 'file', mediaType: 'image/png', data },
      { type: 'image', image: 'https://example.com/a.png' },
      { type: 'file', mediaType: 'application/pdf', data: new URL('https://example.com/a.pdf') },
      { type: 'file', mediaType: 'audio/wav', data: 'AAAA' },
    ),
  ).toEqual([
    { type: 'blob', mime_type: 'image/png', modality: 'image', size: 300 },
    { type: 'uri', mime_type: 'image/*', modality: 'image', uri: 'https://example.com/a.png' },
    { type: 'uri', mime_type: 'application/pdf', modality: 'application', uri: 'https://example.com/a.pdf' },
    { type: 'blob', mime_type: 'audio/wav', modality: 'audio', size: 3 },
  ])
})

it('keeps the values of a tool that wants less recorded out of the messages', () => {
  const [part] = parts({
    type: 'tool-result',
    toolCallId: 'c',
    toolName: 'quiet',
    output: { type: 'text', value: 'x-1' },
  })
  expect(JSON.stringify(part)).not.toContain('x-1')
})

it('names parts it does not know by their type alone', () => {
  expect(parts({ type: 'compaction', secret: 1 })).toEqual([{ type: 'compaction' }])
})
