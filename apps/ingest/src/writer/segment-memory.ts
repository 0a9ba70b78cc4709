/** Memory that the contents of segments are read into, again and again. */
export interface SegmentMemory {
  /** At least `bytes` bytes, with anything in them. */
  take(bytes: number): Buffer
  /** Gives memory back that nobody reads any more. */
  give(memory: Buffer): void
}

/** The least that is taken: most segments of a busy platform fit. */
const bytesMin = 8 * 1024 * 1024

/**
 * V8 collects garbage whenever another 64 MiB of buffers came, however small its own heap is. Reading every segment into
 * fresh memory would be a collection of everything each second or two.
 * @param bytesKeptMax what is kept of memory that nobody uses; more is left to the garbage collector.
 */
export function createSegmentMemory(bytesKeptMax: number): SegmentMemory {
  let free: Buffer[] = []
  let bytesFree = 0
  return {
    take(bytes) {
      const fitting = free.find((memory) => memory.length >= bytes)
      if (!fitting) return Buffer.allocUnsafeSlow(Math.max(bytes, bytesMin))
      free = free.filter((memory) => memory !== fitting)
      bytesFree -= fitting.length
      return fitting
    },
    give(memory) {
      if (bytesFree + memory.length > bytesKeptMax) return
      free.push(memory)
      bytesFree += memory.length
    },
  }
}
