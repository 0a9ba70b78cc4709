import { createSegmentFile, type SealedSegment, type SegmentFile } from './segment-file.ts'

export interface OpenSegmentOptions {
  directory: string
  /** The segment is due when it has these bytes, or this age … */
  bytesMax: number
  ageMaxMs: number
  /** … unless the writer has something to do: then it grows, up to a multiple of both. */
  isWriterBusy(): boolean
  nextId(): string
  /** The segment became old: whether it is due is to be looked at. */
  onDue(): void
  onSealed(segment: SealedSegment): void
}

// Rows of an insert of 10,000 cost the engine three times those of one of 50,000, merges included: while one insert is under
// way, the segment fills for the next.
const growthMax = 8
const agesMax = 10

/** The one segment that takes records: made for its first record, sealed when it is big, old or its disk failed. */
export interface OpenSegment {
  readonly bytes: number
  readonly isDue: boolean
  /** Resolves when the record is durable. */
  append(record: Buffer): Promise<void>
  /** Asks for a seal before the segment is big or old. */
  markDue(): void
  /** Closes the segment if it holds anything and hands it over. */
  seal(): Promise<void>
}

export function createOpenSegment(options: OpenSegmentOptions): OpenSegment {
  const { bytesMax, ageMaxMs, isWriterBusy } = options
  let segment: SegmentFile | undefined
  let timer: NodeJS.Timeout | undefined
  let begunAt = 0
  let isAsked = false

  async function begin(): Promise<SegmentFile> {
    const file = await createSegmentFile(options.directory, options.nextId())
    begunAt = performance.now()
    lookAgainAfter(ageMaxMs)
    return file
  }
  function lookAgainAfter(milliseconds: number): void {
    timer = setTimeout(() => {
      lookAgainAfter(ageMaxMs * agesMax)
      options.onDue()
    }, milliseconds)
  }
  function isDue(): boolean {
    if (isAsked || !segment) return isAsked
    // Timers may fire up to a millisecond early.
    const age = performance.now() - begunAt + 1
    if (segment.bytes >= bytesMax * growthMax || age >= ageMaxMs * agesMax) return true
    return (segment.bytes >= bytesMax || age >= ageMaxMs) && !isWriterBusy()
  }

  return {
    get bytes() {
      return segment?.bytes ?? 0
    },
    get isDue() {
      return isDue()
    },
    markDue() {
      isAsked = true
    },
    async append(record) {
      segment ??= await begin()
      try {
        await segment.append(record)
      } catch (error) {
        isAsked = true
        throw error
      }
    },
    async seal() {
      clearTimeout(timer)
      isAsked = false
      try {
        const sealed = await segment?.seal()
        if (sealed) options.onSealed(sealed)
      } finally {
        segment = undefined
      }
    },
  }
}
