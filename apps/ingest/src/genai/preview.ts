import { type GenAiAttributes, textOf } from './gen-ai-attributes.ts'
import type { GenAiKind } from './kind.ts'
import { conversationText } from './message-text.ts'
import { isOpenInference } from './names.ts'
import { oneLine } from './one-line.ts'
import { parsedOf } from './parsed-json.ts'
import { type Slots, slots } from './slots.ts'

/** Messages spread over attributes such as `llm.input_messages.0.message.content`, `gen_ai.prompt.0.content`. */
interface SpreadMessages {
  prefix: string
  /** What the first of them has, one of these. */
  first: Slots
}

function spreadMessages(prefix: string): SpreadMessages {
  const fields = ['role', 'content', 'contents.0.message_content.text']
  const first = fields.flatMap((field) => [`${prefix}.0.message.${field}`, `${prefix}.0.${field}`])
  return { prefix, first: slots(...first) }
}

const keys = {
  input: {
    tool: slots('gen_ai.tool.call.arguments', 'ai.toolCall.args'),
    messages: slots('gen_ai.input.messages', 'ai.prompt.messages', 'ai.prompt'),
    spread: [spreadMessages('llm.input_messages'), spreadMessages('gen_ai.prompt')],
    rest: slots('gen_ai.prompt', 'ai.value', 'ai.values', 'traceloop.entity.input', 'langfuse.observation.input'),
    openInference: slots('input.value', 'tool.parameters'),
  },
  output: {
    tool: slots('gen_ai.tool.call.result', 'ai.toolCall.result'),
    messages: slots(
      'gen_ai.output.messages',
      'ai.response.text',
      'ai.response.object',
      'ai.response.toolCalls',
      'ai.response.reasoning',
    ),
    spread: [spreadMessages('llm.output_messages'), spreadMessages('gen_ai.completion')],
    rest: slots('gen_ai.completion', 'traceloop.entity.output', 'langfuse.observation.output'),
    openInference: slots('output.value'),
  },
} as const

export type Side = keyof typeof keys

/** One line of what went into a span, or came out of it, without the whole. */
export function previewOf(attributes: GenAiAttributes, kind: GenAiKind, side: Side): string {
  const { tool, messages, spread, rest, openInference } = keys[side]
  const other = () => (isOpenInference(attributes) ? textOf(attributes, openInference) : '') || textOf(attributes, rest)
  if (kind === 'tool') return oneLine(textOf(attributes, tool) || other())
  const told = textOf(attributes, messages)
  if (told !== '') return oneLine(shortText(told, side))
  return oneLine(spreadText(attributes, spread, side) || shortText(other(), side))
}

/** The words in a text that may be JSON: found where it is laid out as usual, else by reading it. */
function shortText(text: string, side: Side): string {
  if (!startsLikeJson.test(text)) return text
  const found = foundText(text, side)
  if (found !== '') return found
  const value = parsedOf(text)
  return (value === undefined ? '' : conversationText(value, side)) || text
}

const startsLikeJson = /^\s*[[{"]/
/** Python's JSON has a space after each colon. */
const isSpaced = /": /
const textPart = /"type": ?"(?:input_|output_)?text", ?"(?:content|text)": ?"((?:[^"\\]|\\.){1,1000})/
const plainContent = /"content": ?"((?:[^"\\]|\\.){1,1000})/
const callOfTool = /tool|function/
const searchedCharacters = 4_096

/**
 * The first words of an answer, or the last of the user's, in the text of a conversation, without reading all of it;
 * `''` where they are not found. An unescaped quote ends a JSON string: what is looked for are fields, never what somebody
 * wrote about them.
 */
function foundText(text: string, side: Side): string {
  const role = isSpaced.test(text.slice(0, 200)) ? '"role": "user"' : '"role":"user"'
  const from = side === 'output' ? 0 : text.lastIndexOf(role)
  if (from < 0) return ''
  const window = text.slice(from, from + searchedCharacters)
  const found = (textPart.exec(window) ?? (callOfTool.test(window) ? null : plainContent.exec(window)))?.[1]
  return found === undefined ? '' : unescaped(found)
}

/** @param text what stands between the quotes of a JSON string, perhaps without its end. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  try {
    return JSON.parse(`"${text.replace(/\\u[0-9a-fA-F]{0,3}$/, '')}"`) as string
  } catch {
    return text
  }
}

/** A conversation may be longer: then the words are those of its beginning. */
const indexesMax = 256

function spreadText(attributes: GenAiAttributes, spread: readonly SpreadMessages[], side: Side): string {
  for (const { prefix, first } of spread) {
    if (textOf(attributes, first) === '') continue
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

function spreadMessage(attributes: GenAiAttributes, at: string): { role: string; content: string } | undefined {
  const text = (...fields: string[]): string => {
    for (const field of fields) {
      const value = attributes.named(at + field)
      if (typeof value === 'string' && value !== '') return value
    }
    return ''
  }
  const role = text('message.role', 'role')
  const content = text('message.content', 'message.contents.0.message_content.text', 'content')
  if (content !== '') return { role, content }
  const name = text('message.tool_calls.0.tool_call.function.name', 'tool_calls.0.name')
  if (role === '' && name === '') return undefined
  const given = text('message.tool_calls.0.tool_call.function.arguments', 'tool_calls.0.arguments')
  return { role, content: name === '' ? '' : `${name}(${given})` }
}
