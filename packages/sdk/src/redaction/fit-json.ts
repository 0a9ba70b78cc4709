import { cutText } from './cut-text.ts'

const shortestText = 32
const messagesMax = 200

/** Texts as JSON has them, for a caller that remembers the last ones: a long text is quoted more slowly than found again. */
export type Quote = (text: string) => string

/**
 * JSON text of at most `max` characters that still parses: the longest texts inside are cut, each to the same length. Where even short ones do not fit, the
 * text as a whole is cut, and does not parse.
 * @param value plain: without cycles and without `BigInt`.
 */
export function fitJson(value: unknown, max: number, quote?: Quote): string {
  return jsonWithin(value, max, quote) ?? cutText(toJson(value), max)
}

/** The same for messages. What does not fit goes message by message, but for the first, which instructs the model, and the last, which are asked about. */
export function fitMessages(messages: readonly unknown[], max: number, quote?: Quote): string {
  for (let last = messages.length; last > 0; last = Math.floor(last / 2)) {
    const text = jsonWithin(withoutMiddle(messages, last), max, quote)
    if (text !== undefined) return text
  }
  return cutText(toJson(messages), max)
}

/** The first message and the last ones, with a mark between where some are left out. */
export function withoutMiddle(messages: readonly unknown[], last = messagesMax - 1): readonly unknown[] {
  const cut = messages.length - 1 - last
  if (cut <= 0) return messages
  const mark = { role: 'system', parts: [{ type: 'text', content: `…[${cut} messages cut]` }] }
  return [messages[0], mark, ...messages.slice(-last)]
}

/** Characters of a part around its text: keys, quotes, brackets. */
const aroundText = 64

/** Whether texts fit as they are; what `textLimit` tells of all of them. */
export const areWhole = (texts: number, characters: number, max: number): boolean => characters <= roomOf(texts, max)

const roomOf = (texts: number, max: number): number => Math.max(max - texts * aroundText, max / 4)

/** To which length each text must be cut for all of them to fit, as far as that can be told before they are JSON. */
export function textLimit(lengths: readonly number[], max: number): number {
  const room = roomOf(lengths.length, max)
  let limit = max
  while (limit > shortestText && lengths.reduce((sum, length) => sum + Math.min(length, limit), 0) > room)
    limit = Math.floor(limit / 2)
  return limit
}

function jsonWithin(value: unknown, max: number, quote: Quote | undefined): string | undefined {
  let text = quote ? quotedJson(value, quote) : toJson(value)
  for (let limit = Math.floor(max / 2); text.length > max && limit >= shortestText; limit = Math.floor(limit / 2)) {
    text = toJson(value, limit)
  }
  return text.length <= max ? text : undefined
}

function toJson(value: unknown, limit?: number): string {
  if (limit === undefined) return JSON.stringify(value) ?? 'null'
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? cutText(item, limit) : item)) ?? 'null'
  )
}

/** As `JSON.stringify` of a plain value. */
function quotedJson(value: unknown, quote: Quote): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  let text = ''
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${quotedJson(item, quote)}`
    return `[${text}]`
  }
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${quotedJson(item, quote)}`
  }
  return `{${text}}`
}
