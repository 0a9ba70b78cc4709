import { genAiPreviewCharactersMax } from '@hanzo/schema/row'

const charactersMax = genAiPreviewCharactersMax
/** Beyond this, white space is no longer passed over: a text may be nothing else. */
const unitsReadMax = 16 * charactersMax
const replacement = 0xfffd
const units = new Uint16Array(2 * charactersMax)

/** White space as one space, at most `genAiPreviewCharactersMax` characters, no half of a surrogate pair. Reads no more than it needs. */
export function oneLine(text: string): string {
  const end = Math.min(text.length, unitsReadMax)
  let characters = 0
  let used = 0
  let lastAt = 0
  let isAfterSpace = false
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (isSpace(unit)) {
      isAfterSpace = used > 0
      continue
    }
    if (isAfterSpace) {
      if (characters + 1 >= charactersMax) return `${lineOf(characters < charactersMax ? used : lastAt)}…`
      units[used++] = 0x20
      characters += 1
      isAfterSpace = false
    } else if (characters === charactersMax) return `${lineOf(lastAt)}…`
    lastAt = used
    characters += 1
    const isPair = isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(at + 1))
    if (isPair) {
      units[used++] = unit
      units[used++] = text.charCodeAt(++at)
    } else units[used++] = isHighSurrogate(unit) || isLowSurrogate(unit) ? replacement : unit
  }
  return lineOf(used)
}

function lineOf(used: number): string {
  return String.fromCharCode(...units.subarray(0, used))
}

/** Unicode's white space, as in `\s`. */
function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)
  return unit === 0xa0 || (unit >= 0x1680 && /\s/.test(String.fromCharCode(unit)))
}

const isHighSurrogate = (unit: number) => (unit & 0xfc00) === 0xd800
const isLowSurrogate = (unit: number) => (unit & 0xfc00) === 0xdc00
