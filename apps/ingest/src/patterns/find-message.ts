/** Names under which structured bodies keep their sentence, the best first. */
const messageKeys = ['message', 'msg', 'event', 'text', 'error', 'log', 'body'].map((key) => Buffer.from(key))
const keysMax = 24

const quote = 0x22
const backslash = 0x5c
const comma = 0x2c
const colon = 0x3a

/** What a JSON object is about: where its message stands, or where its keys do. Places are of contents without quotes. */
export interface ObjectOutline {
  message?: { start: number; end: number }
  /** Start and end of each key at the top, one behind the other. */
  keys: number[]
}

/**
 * Looks through the top of a JSON object that begins at `start`.
 * @returns `undefined` for what is no JSON object; for one that goes on beyond `end`, what of it was seen.
 */
export function outlineObject(bytes: Buffer, start: number, end: number): ObjectOutline | undefined {
  const keys: number[] = []
  let message: ObjectOutline['message']
  let rank = messageKeys.length
  let at = skipSpace(bytes, start + 1, end)
  while (bytes[at] === quote && at < end && keys.length < keysMax * 2) {
    const keyStart = at + 1
    const keyEnd = stringEnd(bytes, at, end)
    at = skipSpace(bytes, keyEnd + 1, end)
    if (bytes[at] !== colon) return keys.length > 0 ? outline(keys, message) : undefined
    keys.push(keyStart, keyEnd)
    at = skipSpace(bytes, at + 1, end)
    const valueEnd = skipValue(bytes, at, end)
    const found = bytes[at] === quote ? rankOf(bytes, keyStart, keyEnd) : messageKeys.length
    if (found < rank && valueEnd > at + 2) {
      rank = found
      message = { start: at + 1, end: Math.min(valueEnd - 1, end) }
    }
    at = skipSpace(bytes, valueEnd, end)
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1, end)
  }
  return keys.length > 0 ? outline(keys, message) : undefined
}

function outline(keys: number[], message: ObjectOutline['message']): ObjectOutline {
  return message ? { keys, message } : { keys }
}

function rankOf(bytes: Buffer, start: number, end: number): number {
  const found = messageKeys.findIndex((key) => key.length === end - start && key.compare(bytes, start, end) === 0)
  return found < 0 ? messageKeys.length : found
}

function skipSpace(bytes: Buffer, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] as number) <= 0x20) at++
  return at
}

/** Where the closing quote of a string stands that opens at `from`. */
function stringEnd(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const byte = bytes[at]
    if (byte === backslash) at++
    else if (byte === quote) return at
  }
  return end
}

/** Behind a value of any type. */
function skipValue(bytes: Buffer, from: number, end: number): number {
  let depth = 0
  for (let at = from; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === quote) {
      at = stringEnd(bytes, at, end)
      if (depth === 0) return at + 1
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at
      depth--
      if (depth === 0) return at + 1
    } else if (byte === comma && depth === 0) return at
  }
  return end
}
