import { UndecodableError } from './undecodable-error.ts'

// JSON.parse rounds integers beyond 2^53, and senders do write nanoseconds as numbers. OTLP's JSON takes every number as a string too,
// so long integers are put in quotes first. The cheap test spares the bodies of stock SDKs, which quote them already.
const hasLongInteger = /[:,[]\s*-?\d{16,}\s*[,}\]]/
const longInteger = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g

/**
 * Parses a JSON body in UTF-8; integers of 16 or more digits come as strings.
 * @throws {UndecodableError} for an empty body and for what is not JSON.
 */
export function parseJson(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body)
  if (text.trim() === '') throw new UndecodableError('the body is empty; an empty OTLP/JSON request is {}')
  const exact = hasLongInteger.test(text) ? quoteLongIntegers(text) : text
  try {
    return JSON.parse(exact)
  } catch (error) {
    throw new UndecodableError('the body is not valid JSON', { cause: error })
  }
}

function quoteLongIntegers(json: string): string {
  let result = ''
  let position = 0
  while (position < json.length) {
    const stringStart = indexOrEnd(json, '"', position)
    result += json.slice(position, stringStart).replace(longInteger, '"$&"')
    position = endOfString(json, stringStart)
    result += json.slice(stringStart, position)
  }
  return result
}

function indexOrEnd(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from)
  return index === -1 ? text.length : index
}

/** After the closing quote of the string that starts here: the next quote behind an even number of backslashes. */
function endOfString(json: string, start: number): number {
  let quote = indexOrEnd(json, '"', start + 1)
  while (quote < json.length) {
    let backslashes = 0
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return quote + 1
    quote = indexOrEnd(json, '"', quote + 1)
  }
  return json.length
}
