/**
 * Memory for bytes that leave roughly in the order in which they came. Thousands of small buffers that come and go leave the heap of the C library in
 * pieces that it keeps; a few large ones, used again, do not.
 */
export interface Slabs {
  /** @returns a copy, whole until it is freed. */
  keep(bytes: Uint8Array): Uint8Array<ArrayBuffer>
  /** @param kept what `keep` returned; once. It must not be read afterwards. */
  free(kept: Uint8Array<ArrayBuffer>): void
}

const slabBytes = 1024 * 1024
/** What is larger has a buffer of its own, so that no more than a quarter of a slab stays empty at its end. */
const largestPiece = slabBytes / 4

export function createSlabs(): Slabs {
  const pieces = new Map<ArrayBuffer, number>()
  let current: ArrayBuffer | undefined
  let used = 0
  let spare: ArrayBuffer | undefined

  const begin = (): ArrayBuffer => {
    const slab = spare ?? new ArrayBuffer(slabBytes)
    spare = undefined
    pieces.set(slab, 0)
    used = 0
    return slab
  }
  return {
    keep(bytes) {
      const { byteLength } = bytes
      if (byteLength > largestPiece) return new Uint8Array(bytes)
      if (!current || used + byteLength > slabBytes) current = begin()
      const kept = new Uint8Array(current, used, byteLength)
      kept.set(bytes)
      used += byteLength
      pieces.set(current, (pieces.get(current) ?? 0) + 1)
      return kept
    },
    free({ buffer }) {
      const held = pieces.get(buffer)
      if (held === undefined) return
      pieces.set(buffer, held - 1)
      if (held > 1) return
      if (buffer === current) used = 0
      else {
        pieces.delete(buffer)
        spare = buffer
      }
    },
  }
}
