import type { IngestOutcomeRow } from '@hanzo/schema/row'
import type { OutcomeKey, RefusedRequest, TakenRequest } from './outcome.ts'
import { createPendingOutcomes } from './pending-outcomes.ts'
import { createRecentOutcomes, type RecentCounts } from './recent-counts.ts'
import { createUnidentifiedRequests, type UnidentifiedRequests } from './unidentified-requests.ts'

/** What the receivers tell of every request they answer: the book that ingest health is read from. */
export interface IngestLedger {
  taken(request: TakenRequest): void
  refused(request: RefusedRequest): void
  /** Of the last minutes. */
  recent(projectId: string): RecentCounts
  unidentified: Pick<UnidentifiedRequests, 'list'>
  /** What is not stored yet: see `storeOutcomes`. */
  pending: {
    readonly size: number
    readonly hasProblems: boolean
    take(): IngestOutcomeRow[]
    giveBack(rows: readonly IngestOutcomeRow[]): void
  }
}

/** Told of the same things, for counters of the whole process. */
export interface IngestObserver {
  taken(request: TakenRequest): void
  refused(request: RefusedRequest): void
}

/** Keeps the book. Its memory is bounded; it never throws, and never waits. */
export function createIngestLedger(observer?: IngestObserver, now: () => number = Date.now): IngestLedger {
  const pending = createPendingOutcomes({ now })
  const recent = createRecentOutcomes(now)
  const unidentified = createUnidentifiedRequests(now)
  return {
    unidentified,
    pending,
    recent: recent.of,
    taken(request) {
      observer?.taken(request)
      const { project, bytes, taken } = request
      const { acceptedCount, rejectedCount, rejections, warnings, remarks } = taken
      const key = keyOf(request)
      pending.add({ ...key, outcome: 'accepted' }, { records: acceptedCount, requests: 1, bytes })
      for (const { reason, count, serviceName, sdk, sample } of rejections) {
        const counts = { records: count, requests: 1, bytes: 0 }
        pending.add({ ...key, outcome: 'rejected', reason, serviceName, sdk }, counts, sample)
      }
      for (const reason of warnings) {
        pending.add({ ...key, outcome: 'warned', reason }, { records: 0, requests: 1, bytes: 0 })
      }
      for (const { reason, count, serviceName, sdk } of remarks) {
        const counts = { records: count, requests: 1, bytes: 0 }
        pending.add({ ...key, outcome: 'warned', reason, serviceName, sdk }, counts)
      }
      recent.add(project.projectId, {
        acceptedRecords: acceptedCount,
        rejectedRecords: rejectedCount,
        warnedRequests: warnings.length + remarks.length > 0 ? 1 : 0,
      })
    },
    refused(request) {
      observer?.refused(request)
      const { project, signal, statusCode, code, message, client } = request
      if (!project) {
        unidentified.add(request)
        return
      }
      const key = { project, outcome: 'refused', signal, statusCode, code, reason: message } as const
      pending.add({ ...key, serviceName: '', sdk: client }, { records: 0, requests: 1, bytes: 0 })
      recent.add(project.projectId, { refusedRequests: 1 })
    },
  }
}

function keyOf({ project, signal }: TakenRequest): Omit<OutcomeKey, 'outcome'> {
  return { project, signal, statusCode: 200, code: '', reason: '', serviceName: '', sdk: '' }
}
