import { isUtf8 } from 'node:buffer'
import { type ByteSource, isAscii } from '../../columns/copy-bytes.ts'

/** Above this many bytes the call into the runtime's own check is cheaper than a loop. */
const loopBytesMax = 192

/** Whether these bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut. */
export function isWellFormedUtf8(source: ByteSource, start: number, end: number): boolean {
  if (end - start > loopBytesMax) return isUtf8(source.bytes.subarray(start, end))
  return isAscii(source, start, end) || isMultibyteUtf8(source.bytes, start, end)
}

function isMultibyteUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let position = start
  while (position < end) {
    const lead = bytes[position] as number
    if (lead < 0x80) {
      position += 1
      continue
    }
    const size = sequenceSize(lead)
    if (size === 0 || position + size > end || !isSecondByte(lead, bytes[position + 1] as number)) return false
    for (let offset = 2; offset < size; offset++) {
      if (((bytes[position + offset] as number) & 0xc0) !== 0x80) return false
    }
    position += size
  }
  return true
}

/** 0 for a byte that starts no sequence. */
function sequenceSize(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

// The table of well-formed sequences in the Unicode standard (3-7): only the second byte has bounds that depend on the first.
function isSecondByte(lead: number, second: number): boolean {
  if ((second & 0xc0) !== 0x80) return false
  if (lead === 0xe0) return second >= 0xa0
  if (lead === 0xed) return second <= 0x9f
  if (lead === 0xf0) return second >= 0x90
  return lead !== 0xf4 || second <= 0x8f
}
