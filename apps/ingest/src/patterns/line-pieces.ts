import { byteClass, classOf } from './byte-class.ts'
import { placeholders, tokenKind } from './masked-line.ts'

const backslash = 0x5c
const doubleQuote = 0x22
const colon = 0x3a
/** Longer texts between quotes are read as words. */
const quotedBytesMax = 256

/** Behind these a quote opens; behind any other it closes, or is an apostrophe. */
const opensBehind = Uint8Array.from({ length: 256 }, (_, byte) =>
  ' \t([{,<|:'.includes(String.fromCharCode(byte)) ? 1 : 0,
)

const timeNames = new Set(
  'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun'
    .split(' ')
    .map((name) => threeBytes(Buffer.from(name), 0)),
)
const masks = placeholders.map((text, kind) => ({ bytes: Buffer.from(text), kind })).slice(tokenKind.wild)
/** What a web server quotes says more than that it is quoted. */
const request = /^"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) /

export function isWordByte(byte: number): boolean {
  const kind = classOf[byte] as number
  return kind >= byteClass.letter && kind <= byteClass.joiner
}

/** Whether the three bytes at `start` name a month or a day. */
export function isTimeName(bytes: Uint8Array, start: number): boolean {
  return timeNames.has(threeBytes(bytes, start))
}

/** The placeholder of a template that stands at `position`. */
export function maskAt(bytes: Buffer, position: number, end: number): (typeof masks)[number] | undefined {
  for (const mask of masks) if (isAt(bytes, position, end, mask.bytes)) return mask
  return undefined
}

/**
 * Behind the quote that closes a text; 0 where the quote at `position` opens none that is to be masked.
 * Quoted texts before a colon are names.
 * @param start where the line begins.
 */
export function quoteEnd(bytes: Buffer, position: number, start: number, end: number): number {
  const quote = bytes[position] as number
  if (position > start && opensBehind[bytes[position - 1] as number] === 0) return 0
  if (quote === doubleQuote && request.test(bytes.toString('latin1', position, position + 9))) return 0
  const last = Math.min(end, position + quotedBytesMax)
  for (let index = position + 1; index < last; index++) {
    const byte = bytes[index] as number
    if (byte === backslash) index++
    else if (byte === quote) return bytes[index + 1] === colon && index + 1 < end ? 0 : index + 1
    else if (classOf[byte] === byteClass.newline) return 0
  }
  return 0
}

function isAt(bytes: Buffer, position: number, end: number, text: Buffer): boolean {
  if (position + text.length > end) return false
  for (let index = 0; index < text.length; index++) if (bytes[position + index] !== text[index]) return false
  return true
}

function threeBytes(bytes: Uint8Array, start: number): number {
  return ((bytes[start] as number) << 16) | ((bytes[start + 1] as number) << 8) | (bytes[start + 2] as number)
}
