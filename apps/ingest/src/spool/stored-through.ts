/**
 * Knows up to which number of `sequence` every row that was accepted is stored. Rows are numbered while they are decoded, become durable
 * in groups, lie in segments, and segments are stored in any order: what is oldest of all that decides.
 */
export interface StoredThrough {
  /** All rows with a number up to this are in ClickHouse, or were put aside; 0 while those of an earlier run are not. */
  readonly value: bigint
  /** A request is about to number its rows for the open group. */
  adding(): void
  /** The open group is on its way to the disk; the next one begins. */
  committing(): void
  /** The group's record stands in the open segment. */
  written(): void
  /** The group is lost, and its senders know. */
  failed(): void
  sealed(segmentId: string): void
  released(segmentId: string): void
}

/**
 * @param last the number that was given last.
 * @param recovered ids of the segments that an earlier run left.
 */
export function createStoredThrough(last: () => bigint, recovered: readonly string[]): StoredThrough {
  /** The number before the first of each, in the order of numbers: segments, the open one, the group being written, the open group. */
  const segments = new Map(recovered.map((id) => [id, 0n]))
  let openSegment: bigint | undefined
  let writing: bigint | undefined
  let openGroup: bigint | undefined

  return {
    get value() {
      return segments.values().next().value ?? openSegment ?? writing ?? openGroup ?? last()
    },
    adding() {
      openGroup ??= last()
    },
    committing() {
      writing = openGroup
      openGroup = undefined
    },
    written() {
      openSegment ??= writing
      writing = undefined
    },
    failed() {
      writing = undefined
    },
    sealed(segmentId) {
      if (openSegment !== undefined) segments.set(segmentId, openSegment)
      openSegment = undefined
    },
    released(segmentId) {
      segments.delete(segmentId)
    },
  }
}
