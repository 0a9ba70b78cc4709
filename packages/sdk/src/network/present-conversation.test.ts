import { expect, it } from 'vitest'
import { presentConversation } from './present-conversation.ts'

const input = { agent: undefined, messages: [{ role: 'user' as const, content: 'hi' }] }
const answer = {
  agent: 'a',
  messages: [
    {
      role: 'assistant' as const,
      content: [
        { type: 'text' as const, text: 'Looking.' },
        { type: 'tool-call' as const, toolCallId: 'c', toolName: 'find', input: { id: 1 } },
      ],
    },
    {
      role: 'tool' as const,
      content: [
        {
          type: 'tool-result' as const,
          toolCallId: 'c',
          toolName: 'find',
          output: { type: 'json' as const, value: { found: true } },
        },
      ],
    },
    { role: 'assistant' as const, content: 'Found.' },
  ],
}

it('shows an agent its own messages as they are', () => {
  expect(presentConversation([input, answer], 'a')).toEqual([...input.messages, ...answer.messages])
})

it('tells an agent what another said and did, in a message that any model takes', () => {
  expect(presentConversation([input, answer], 'b')).toEqual([
    { role: 'user', content: 'hi' },
    {
      role: 'user',
      content: [
        'For context, from another agent:',
        '[a] said: Looking.',
        '[a] called find with {"id":1}',
        '[a] got from find: {"found":true}',
        '[a] said: Found.',
      ].join('\n'),
    },
  ])
})

it('leaves out an agent that said nothing', () => {
  const silent = { agent: 'a', messages: [{ role: 'assistant' as const, content: '' }] }
  expect(presentConversation([input, silent], 'b')).toEqual([{ role: 'user', content: 'hi' }])
})
