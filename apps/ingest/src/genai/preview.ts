import { genAiPreviewCharactersMax } from '@hanzo/schema/row'
import type { GenAiKind } from './kind.ts'
import { conversationText } from './message-text.ts'
import { openInference } from './names.ts'
import { type AttributeLookup, parsedOf, textOf } from './read-value.ts'

const keys = {
  input: {
    tool: ['gen_ai.tool.call.arguments', 'ai.toolCall.args'],
    messages: ['gen_ai.input.messages', 'ai.prompt.messages', 'ai.prompt'],
    indexed: ['llm.input_messages', 'gen_ai.prompt'],
    rest: ['gen_ai.prompt', 'ai.value', 'ai.values', 'traceloop.entity.input', 'langfuse.observation.input'],
    openInference: ['input.value', 'tool.parameters'],
  },
  output: {
    tool: ['gen_ai.tool.call.result', 'ai.toolCall.result'],
    messages: [
      'gen_ai.output.messages',
      'ai.response.text',
      'ai.response.object',
      'ai.response.toolCalls',
      'ai.response.reasoning',
    ],
    indexed: ['llm.output_messages', 'gen_ai.completion'],
    rest: ['gen_ai.completion', 'traceloop.entity.output', 'langfuse.observation.output'],
    openInference: ['output.value'],
  },
} as const

export type Side = keyof typeof keys

/** One line of what went into a span, or came out of it, without the whole. */
export function previewOf(attributes: AttributeLookup, kind: GenAiKind, side: Side): string {
  const { tool, messages, indexed, rest, openInference: own } = keys[side]
  if (kind === 'tool') {
    return oneLine(textOf(attributes, [...tool, ...openInference(attributes, ...own), ...rest]))
  }
  const told = textOf(attributes, messages)
  if (told !== '') return oneLine(shortText(told, side))
  const spread = spreadText(attributes, indexed, side)
  if (spread !== '') return oneLine(spread)
  return oneLine(shortText(textOf(attributes, [...openInference(attributes, ...own), ...rest]), side))
}

/** The words in a text that may be JSON; of one too long to be read whole, or cut in the middle, what can be found. */
function shortText(text: string, side: Side): string {
  if (!/^\s*[[{"]/.test(text)) return text
  const value = parsedOf(text)
  return value === undefined ? foundText(text, side) || text : conversationText(value, side) || text
}

const userRole = /"role": ?"user"/g
const spokenText = /"(?:content|text)": ?"((?:[^"\\]|\\.){1,1000})/
const searchedCharacters = 8_192

/** An unescaped quote ends a JSON string: these patterns match fields, never what somebody wrote about them. */
function foundText(text: string, side: Side): string {
  const window = side === 'output' ? text.slice(0, searchedCharacters) : afterLastUser(text)
  const found = spokenText.exec(window)?.[1]
  if (found === undefined) return ''
  try {
    return JSON.parse(`"${found.replace(/\\u[0-9a-fA-F]{0,3}$/, '')}"`) as string
  } catch {
    return found
  }
}

function afterLastUser(text: string): string {
  const last = [...text.slice(-4 * searchedCharacters).matchAll(userRole)].at(-1)
  if (last) return text.slice(-4 * searchedCharacters).slice(last.index)
  return text.slice(0, searchedCharacters)
}

/** A conversation may be longer: then the words are those of its beginning. */
const indexesMax = 256

/** Messages spread over attributes such as `llm.input_messages.0.message.content`, `gen_ai.prompt.0.content`. */
function spreadText(attributes: AttributeLookup, prefixes: readonly string[], side: Side): string {
  for (const prefix of prefixes) {
    const messages = []
    for (let index = 0; index < indexesMax; index++) {
      const message = spreadMessage(attributes, `${prefix}.${index}.`)
      if (!message) break
      messages.push(message)
    }
    const text = conversationText(messages, side)
    if (text !== '') return text
  }
  return ''
}

function spreadMessage(attributes: AttributeLookup, at: string): { role: string; content: string } | undefined {
  const role = textOf(attributes, [`${at}message.role`, `${at}role`])
  const content = textOf(attributes, [
    `${at}message.content`,
    `${at}message.contents.0.message_content.text`,
    `${at}content`,
  ])
  const call = `${at}message.tool_calls.0.tool_call.function.`
  const name = textOf(attributes, [`${call}name`, `${at}tool_calls.0.name`])
  if (role === '' && content === '' && name === '') return undefined
  const given = name === '' ? '' : textOf(attributes, [`${call}arguments`, `${at}tool_calls.0.arguments`])
  return { role, content: content === '' && name !== '' ? `${name}(${given})` : content }
}

/** White space as one space, at most `genAiPreviewCharactersMax` characters, no half of a surrogate pair. */
function oneLine(text: string): string {
  const start = text.trimStart().slice(0, 4 * genAiPreviewCharactersMax)
  const line = start
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
  const characters = line.length > genAiPreviewCharactersMax ? [...line] : []
  if (characters.length <= genAiPreviewCharactersMax) return line
  return `${characters.slice(0, genAiPreviewCharactersMax - 1).join('')}…`
}
