import { createSegmentFile, type SealedSegment, type SegmentFile } from './segment-file.ts'

export interface OpenSegmentOptions {
  directory: string
  bytesMax: number
  ageMaxMs: number
  nextId(): string
  /** The segment became too old: `sealIfDue` is to be called. */
  onDue(): void
  onSealed(segment: SealedSegment): void
}

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
  let segment: SegmentFile | undefined
  let timer: NodeJS.Timeout | undefined
  let isDue = false

  async function begin(): Promise<SegmentFile> {
    const file = await createSegmentFile(options.directory, options.nextId())
    timer = setTimeout(() => {
      isDue = true
      options.onDue()
    }, options.ageMaxMs)
    return file
  }

  return {
    get bytes() {
      return segment?.bytes ?? 0
    },
    get isDue() {
      return isDue
    },
    markDue() {
      isDue = true
    },
    async append(record) {
      segment ??= await begin()
      try {
        await segment.append(record)
        if (segment.bytes >= options.bytesMax) isDue = true
      } catch (error) {
        isDue = true
        throw error
      }
    },
    async seal() {
      clearTimeout(timer)
      isDue = false
      try {
        const sealed = await segment?.seal()
        if (sealed) options.onSealed(sealed)
      } finally {
        segment = undefined
      }
    },
  }
}
