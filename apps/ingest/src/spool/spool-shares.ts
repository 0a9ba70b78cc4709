import type { SealedSegment } from './segment-file.ts'
import { SpoolShareUsedError } from './spool-errors.ts'

/** Estimated bytes by project. */
export type ProjectBytes = Map<string, number>

/** Who holds how much of the spool. */
export interface SpoolShares {
  /**
   * Asked before rows of a project are taken.
   * @param bytesHeld by all projects together.
   * @throws {SpoolShareUsedError} when little is left and the project holds its share of the spool or more.
   */
  assertShare(projectId: string, bytesHeld: number): void
  /** Rows became durable in the open segment. */
  wrote(bytes: ProjectBytes): void
  /** The open segment is this one. */
  sealed(segment: SealedSegment): void
  released(segment: SealedSegment): void
}

/** Below this fill everybody may send. */
const scarceFrom = 0.75
/** The rest is never one project's alone, so that there is room for one that begins to send while the spool is full. */
const shared = 0.9
/** A project that sent nothing for so long, and holds nothing, has no share. */
const activeMs = 600_000
const pruneEveryMs = 60_000

interface Holder {
  bytes: number
  seenAt: number
}

/**
 * Shares the disk of the spool while ClickHouse is away: each project that sends has an equal part of nine tenths of it, one
 * alone all of them, and what a project does not need others may have as long as there is enough.
 * What an earlier run left behind is nobody's.
 */
export function createSpoolShares(bytesMax: number, now = () => performance.now()): SpoolShares {
  const holders = new Map<string, Holder>()
  const segments = new Map<string, ProjectBytes>()
  let open: ProjectBytes = new Map()
  let prunedAt = now()

  function holderOf(projectId: string, at: number): Holder {
    const holder = holders.get(projectId) ?? { bytes: 0, seenAt: at }
    holders.set(projectId, holder)
    return holder
  }
  function prune(at: number): void {
    if (at - prunedAt < pruneEveryMs) return
    prunedAt = at
    for (const [projectId, { bytes, seenAt }] of holders) {
      if (bytes < 1 && at - seenAt > activeMs) holders.delete(projectId)
    }
  }

  return {
    assertShare(projectId, bytesHeld) {
      const at = now()
      const holder = holderOf(projectId, at)
      holder.seenAt = at
      prune(at)
      if (bytesHeld < bytesMax * scarceFrom) return
      const bytesShare = Math.floor((bytesMax * shared) / holders.size)
      const bytes = holder.bytes + (open.get(projectId) ?? 0)
      if (bytes >= bytesShare) throw new SpoolShareUsedError({ bytes, bytesShare, bytesMax })
    },
    wrote(bytes) {
      for (const [projectId, added] of bytes) open.set(projectId, (open.get(projectId) ?? 0) + added)
    },
    sealed({ id, bytes }) {
      const estimated = [...open.values()].reduce((sum, part) => sum + part, 0)
      const parts: ProjectBytes = new Map()
      for (const [projectId, part] of open) {
        const held = (part / estimated) * bytes
        parts.set(projectId, held)
        holderOf(projectId, now()).bytes += held
      }
      segments.set(id, parts)
      open = new Map()
    },
    released({ id }) {
      for (const [projectId, held] of segments.get(id) ?? []) holderOf(projectId, now()).bytes -= held
      segments.delete(id)
    },
  }
}
