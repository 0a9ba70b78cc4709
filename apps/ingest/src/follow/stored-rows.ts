import type { ClickHouseClient } from '@clickhouse/client'
import { HanzoError } from '../errors.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { readArrivedPoints } from '../query/arrived-points.ts'
import {
  type Arrival,
  type ArrivedRows,
  countArrived,
  type NumberedSubject,
  newestArrived,
  readArrived,
} from '../query/arrived-rows.ts'
import { earlier, later } from '../sequence-order.ts'
import type { TailSubject } from '../tail/tail-client.ts'
import { createTurns } from './turns.ts'

/** Reads for tails what arrived and is stored. */
export interface StoredRows {
  read(subject: TailSubject, arrival: Arrival, signal: AbortSignal): Promise<ArrivedRows>
  /**
   * Looks how many rows there are before they are read.
   * @param oldest what arrived before is skipped in any case.
   * @returns the place behind which not too many are, and how many lie before it; `null` when counting them takes too long.
   */
  skip(
    subject: TailSubject,
    arrival: Arrival,
    oldest: bigint,
    signal: AbortSignal,
  ): Promise<{ after: bigint; skipped: number | null }>
}

export interface StoredRowsLimits {
  /** Rows that one read fetches at most. */
  pageRows: number
  /** Rows that a client may be behind: the oldest are skipped beyond that. */
  behindRowsMax: number
  /** Points that one read fetches at most, the newest. */
  pointsMax: number
  /** Reads of all tails that run at once. */
  readsMax: number
}

export const storedRowsLimits: StoredRowsLimits = {
  pageRows: 2_000,
  behindRowsMax: 50_000,
  pointsMax: 10_000,
  readsMax: 4,
}

export function createStoredRows(clickhouse: ClickHouseClient, limits = storedRowsLimits): StoredRows {
  const inTurn = createTurns(limits.readsMax)
  const contextOf = ({ projectId }: TailSubject, signal: AbortSignal) => {
    const project: ProjectIdentity = { projectId, retentionDays: 0 }
    return { clickhouse, project, signal }
  }
  async function skipNumbered(
    context: ReturnType<typeof contextOf>,
    subject: NumberedSubject,
    arrival: Arrival,
    start: bigint,
  ): Promise<{ after: bigint; skipped: number }> {
    const countFrom = (after: bigint) => inTurn(() => countArrived(context, subject, { ...arrival, after }))
    const all = await countFrom(arrival.after)
    if (all === 0) return { after: arrival.through, skipped: 0 }
    const late = start > arrival.after ? await countFrom(start) : all
    if (late <= limits.behindRowsMax) return { after: start, skipped: all - late }
    const latest = { ...arrival, after: start }
    const after = await inTurn(() => newestArrived(context, subject, latest, limits.behindRowsMax))
    return { after, skipped: all - (await countFrom(after)) }
  }
  return {
    read: (subject, arrival, signal) =>
      inTurn(async () => {
        const context = contextOf(subject, signal)
        if (subject.signal === 'metrics') return readArrivedPoints(context, subject.filter, arrival, limits.pointsMax)
        return readArrived(context, subject, arrival, limits.pageRows)
      }),
    async skip(subject, arrival, oldest, signal) {
      const start = later(arrival.after, earlier(oldest, arrival.through))
      // Points are read in one go, the newest of them.
      if (subject.signal === 'metrics') return { after: start, skipped: start > arrival.after ? null : 0 }
      try {
        return await skipNumbered(contextOf(subject, signal), subject, arrival, start)
      } catch (error) {
        if (!(error instanceof HanzoError && error.code === 'QUERY_TIMEOUT')) throw error
        return { after: arrival.through, skipped: null }
      }
    },
  }
}
