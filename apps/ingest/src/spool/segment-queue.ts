import { unlink } from 'node:fs/promises'
import type { SealedSegment } from './segment-file.ts'

/** The sealed segments in a spool directory, oldest first. Each stays on disk, and counted, until it is released. */
export interface SegmentQueue {
  readonly directory: string
  /** Adds a segment whose file is in the directory. */
  add(segment: SealedSegment): void
  /** The oldest segment that was not taken yet. */
  take(): SealedSegment | undefined
  /** Removes a taken segment whose rows are stored elsewhere. */
  release(segment: SealedSegment): Promise<void>
  /** Called after each `add`. One listener: the writer. */
  onAdded(listener: () => void): void
  /** Called after each `release`. One listener: the spool. */
  onReleased(listener: (segment: SealedSegment) => void): void
  /** Counts bytes that other files take on the spool's account: dead letters. */
  charge(bytes: number): void
  readonly bytes: number
  readonly count: number
}

export function createSegmentQueue(directory: string, recovered: readonly SealedSegment[]): SegmentQueue {
  const held = new Map(recovered.map((segment) => [segment.id, segment]))
  const waiting = [...recovered]
  let bytes = recovered.reduce((sum, segment) => sum + segment.bytes, 0)
  let notify: (() => void) | undefined
  let notifyReleased: ((segment: SealedSegment) => void) | undefined
  return {
    directory,
    add(segment) {
      held.set(segment.id, segment)
      waiting.push(segment)
      bytes += segment.bytes
      notify?.()
    },
    take: () => waiting.shift(),
    async release(segment) {
      await unlink(segment.path)
      if (held.delete(segment.id)) bytes -= segment.bytes
      notifyReleased?.(segment)
    },
    onAdded(listener) {
      notify = listener
    },
    onReleased(listener) {
      notifyReleased = listener
    },
    charge(added) {
      bytes += added
    },
    get bytes() {
      return bytes
    },
    get count() {
      return held.size
    },
  }
}
