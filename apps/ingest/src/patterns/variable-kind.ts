import { byteClass, classOf } from './byte-class.ts'
import { tokenKind } from './masked-line.ts'

const dash = 0x2d
const dot = 0x2e
const colon = 0x3a
const at = 0x40
const zero = 0x30
const nine = 0x39
const smallX = 0x78
/** Letters behind a number that may be its unit. */
const unitLettersMax = 3
const hexDigitsMin = 6

/** What a word with a digit in it is, by its characters alone. */
export function variableKind(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0
  let hexLetters = 0
  let dashes = 0
  let dots = 0
  let colons = 0
  for (let position = start; position < end; position++) {
    const byte = bytes[position] as number
    if (classOf[byte] === byteClass.letter) {
      letters++
      const small = byte | 0x20
      if (small >= 0x61 && small <= 0x66) hexLetters++
    } else if (byte === dash) dashes++
    else if (byte === dot) dots++
    else if (byte === colon) colons++
    else if (byte === at) return tokenKind.email
  }
  if (letters === 0) return numberKind(dashes, dots, colons)
  if (colons > 0 && dashes > 1) return tokenKind.time
  if (letters === hexLetters) {
    if (dashes === 4 && end - start === 36) return tokenKind.uuid
    if (colons > 1 && dashes + dots === 0) return tokenKind.ip
    if (dashes + dots + colons === 0 && end - start >= hexDigitsMin) return tokenKind.hex
  }
  if (bytes[start] === zero && bytes[start + 1] === smallX) return tokenKind.hex
  const first = bytes[start] as number
  const isNumber = (first >= zero && first <= nine) || first === dash
  return isNumber && letters <= unitLettersMax && colons === 0 && dashes < 2 ? tokenKind.num : tokenKind.id
}

function numberKind(dashes: number, dots: number, colons: number): number {
  if (dots === 3 && dashes === 0) return tokenKind.ip
  return colons > 0 || dashes > 1 ? tokenKind.time : tokenKind.num
}
