import type { ByteSource } from '../columns/copy-bytes.ts'
import { byteClass, classOf } from './byte-class.ts'
import { outlineObject } from './find-message.ts'
import { isTimeName, isWordByte, maskAt, quoteEnd } from './line-pieces.ts'
import { MaskedLine, tokenKind } from './masked-line.ts'
import { variableKind } from './variable-kind.ts'

/** So much of a line is looked at. */
export const maskedBytesMax = 1024

const openBrace = 0x7b
const backslash = 0x5c
const doubleQuote = 0x22
const singleQuote = 0x27
const slash = 0x2f
const comma = 0x2c
const colon = 0x3a
const closeBrace = 0x7d
const less = 0x3c
const minus = 0x2d
const plus = 0x2b
const at = 0x40
const firstMultiplier = 0x0100_0193
const secondMultiplier = 0x85eb_ca6b
/**
 * Finds what of a line is always the same: numbers, ids, addresses, times and quoted texts are masked in one pass over its bytes.
 * A template's own text gives the template again. Only the first line of several counts, and the first kibibyte.
 */
export class LineMasker {
  readonly line = new MaskedLine()
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0
  #end = 0
  #isCut = false
  #spaced = 0
  /** Inside the text of JSON, a backslash begins an escape. */
  #isEscaped = false

  /**
   * Masks the name of a record's event and its body, either of which may be empty.
   * @returns the line that `mask` always returns, with no tokens when there is nothing but space.
   */
  mask(
    event: ByteSource,
    eventStart: number,
    eventEnd: number,
    body: ByteSource,
    bodyStart: number,
    bodyEnd: number,
  ): MaskedLine {
    const { line } = this
    line.clear()
    line.event = event
    line.body = body
    if (eventEnd > eventStart) {
      this.#text(event.bytes, eventStart, eventEnd)
      if (line.count > 0 && bodyEnd > bodyStart) this.#pushCharacter(colon)
      line.eventCount = line.count
      this.#spaced = 1
    } else this.#spaced = 0
    if (bodyEnd > bodyStart) this.#body(body.bytes, bodyStart, bodyEnd)
    return line
  }

  #body(bytes: Buffer, start: number, end: number): void {
    const outline =
      bytes[start] === openBrace ? outlineObject(bytes, start, Math.min(end, start + maskedBytesMax)) : undefined
    if (!outline) {
      this.#text(bytes, start, end)
      return
    }
    this.#isEscaped = true
    if (outline.message) this.#text(bytes, outline.message.start, outline.message.end)
    else this.#keys(bytes, outline.keys)
    this.#isEscaped = false
  }

  #keys(bytes: Buffer, keys: readonly number[]): void {
    this.#pushCharacter(openBrace)
    for (let index = 0; index < keys.length; index += 2) {
      this.#text(bytes, keys[index] as number, keys[index + 1] as number)
      this.#spaced = 1
    }
    this.#spaced = 0
    this.#pushCharacter(closeBrace)
  }

  #text(bytes: Buffer, start: number, end: number): void {
    const { line } = this
    const before = line.count
    const last = Math.min(end, start + maskedBytesMax)
    this.#bytes = bytes
    this.#start = start
    this.#end = last
    this.#isCut = last < end
    let position = start
    while (position < last) {
      if (line.isFull) {
        this.#isCut = true
        break
      }
      const byte = bytes[position] as number
      switch (classOf[byte]) {
        case byteClass.letter:
        case byteClass.joiner:
          position = this.#word(position)
          break
        case byteClass.space:
          this.#spaced = 1
          position++
          break
        case byteClass.digit:
          position = this.#variable(position, position)
          break
        case byteClass.punctuation:
          position = byte === backslash && this.#isEscaped ? this.#escape(position) : this.#punctuation(byte, position)
          break
        default:
          position = line.count > before ? this.#lineEnd(position) : position + 1
      }
    }
    if (!this.#isCut) return
    this.#spaced = 1
    this.#push(tokenKind.rest, 0, 0, 0, 0)
  }

  /** Behind the first line: whether there are more is told, what they say is not. */
  #lineEnd(position: number): number {
    let next = position
    while (next < this.#end && (this.#bytes[next] as number) <= 0x20) next++
    if (next < this.#end) this.#isCut = true
    return this.#end
  }

  #escape(position: number): number {
    const next = this.#bytes[position + 1]
    if ((next === 0x6e || next === 0x72) && this.line.count > this.line.eventCount) {
      if (position + 2 < this.#end) this.#isCut = true
      return this.#end
    }
    this.#spaced = 1
    return position + (next === 0x75 ? 6 : 2)
  }

  /** A word without digits is hashed as it is read; from its last joiner before the first digit on, it varies. */
  #word(start: number): number {
    const bytes = this.#bytes
    const end = this.#end
    let first = 0
    let second = 0
    let cut = start
    let cutFirst = 0
    let cutSecond = 0
    let isAddress = false
    let position = start
    for (; position < end; position++) {
      const byte = bytes[position] as number
      const kind = classOf[byte] as number
      if (kind === byteClass.digit) {
        const isSign = cut === start + 1 && (bytes[start] === minus || bytes[start] === plus)
        if (cut > start && !isSign && !isAddress) {
          this.#push(tokenKind.word, cutFirst, cutSecond, start, cut)
          return this.#variable(cut, position)
        }
        return this.#variable(start, position)
      }
      if (kind !== byteClass.letter && kind !== byteClass.joiner) break
      first = Math.imul(first ^ byte, firstMultiplier)
      second = (Math.imul(second, secondMultiplier) + byte) | 0
      if (kind === byteClass.joiner) {
        cut = position + 1
        cutFirst = first
        cutSecond = second
        if (byte === at && position > start) isAddress = true
      }
    }
    if (position === end && this.#isCut) return position
    if (isAddress) this.#pushMask(tokenKind.email, 0)
    else if (position - start === 3 && isTimeName(bytes, start)) this.#pushMask(tokenKind.time, 0)
    else this.#push(tokenKind.word, first, second, start, position)
    return position
  }

  /** A word with a digit. @param from where its first digit stands. */
  #variable(start: number, from: number): number {
    const bytes = this.#bytes
    let position = from
    while (position < this.#end && classOf[bytes[position] as number] === byteClass.digit) position++
    // Most are plain numbers.
    if (start === from && position < this.#end && !isWordByte(bytes[position] as number)) {
      this.#pushMask(tokenKind.num, 0)
      return position
    }
    while (position < this.#end && isWordByte(bytes[position] as number)) position++
    if (position === this.#end && this.#isCut) return position
    let end = position
    while (classOf[bytes[end - 1] as number] === byteClass.joiner) end--
    this.#pushMask(variableKind(bytes, start, end), bytes[start] as number)
    if (end < position) {
      let first = 0
      let second = 0
      for (let index = end; index < position; index++) {
        first = Math.imul(first ^ (bytes[index] as number), firstMultiplier)
        second = (Math.imul(second, secondMultiplier) + (bytes[index] as number)) | 0
      }
      this.#push(tokenKind.word, first, second, end, position)
    }
    return position
  }

  #punctuation(byte: number, position: number): number {
    if (byte === doubleQuote || byte === singleQuote) {
      const end = quoteEnd(this.#bytes, position, this.#start, this.#end)
      if (end > position) {
        this.#pushMask(tokenKind.str, 0)
        return end
      }
    } else if (byte === less) {
      const mask = maskAt(this.#bytes, position, this.#end)
      if (mask) {
        this.#pushMask(mask.kind, 0)
        return position + mask.bytes.length
      }
    }
    this.#pushCharacter(byte)
    return position + 1
  }

  /** Neighbours that are one value to a reader become one: `1, 2, 3` a number, a date and a time one time. */
  #pushMask(kind: number, firstByte: number): void {
    const { line } = this
    const before = this.#kindBefore(1)
    if (before === tokenKind.punctuation && this.#isBehind(comma)) {
      const listed = this.#kindBefore(2)
      // Also the fraction of a second behind a comma.
      if (listed === kind || (listed === tokenKind.time && kind === tokenKind.num)) {
        line.pop()
        this.#spaced = 0
        return
      }
    }
    if (kind === tokenKind.time) this.#takeDate()
    else if (kind === tokenKind.num && before === tokenKind.time && (firstByte === plus || firstByte === minus)) {
      this.#spaced = 0
      return
    }
    this.#push(kind, 0, 0, 0, 0)
  }

  /** Takes back what of a date stands before a time. */
  #takeDate(): void {
    const { line } = this
    for (;;) {
      if (isTimePart(this.#kindBefore(2)) && this.#isBehind(slash)) line.pop()
      else if (!isTimePart(this.#kindBefore(1))) return
      this.#spaced = line.spaced[line.count - 1] as number
      line.pop()
    }
  }

  /** The kind of the token so many places back; -1 where there is none. */
  #kindBefore(places: number): number {
    const index = this.line.count - places
    return index >= this.line.eventCount ? (this.line.kinds[index] as number) : -1
  }

  #isBehind(character: number): boolean {
    const index = this.line.count - 1
    return this.line.kinds[index] === tokenKind.punctuation && this.line.ends[index] === character
  }

  #push(kind: number, first: number, second: number, start: number, end: number): void {
    this.line.push(kind, first, second, this.#spaced, start, end)
    this.#spaced = 0
  }

  #pushCharacter(character: number): void {
    this.#push(tokenKind.punctuation, character, character, 0, character)
  }
}

function isTimePart(kind: number): boolean {
  return kind === tokenKind.num || kind === tokenKind.time
}
