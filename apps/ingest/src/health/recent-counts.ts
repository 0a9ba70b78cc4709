import type { IngestStatus } from '@hanzo/schema/api'

export type RecentCounts = IngestStatus['recent']

type Counted = Omit<RecentCounts, 'minutes'>

/** Counts of each project over the last minutes, from memory: what warns on every page without asking a database. */
export interface RecentOutcomes {
  add(projectId: string, counts: Partial<Counted>): void
  of(projectId: string): RecentCounts
}

export const recentMinutes = 15
const minuteMs = 60_000
const projectsMax = 10_000

interface Minute extends Counted {
  minute: number
}

const none: Counted = { acceptedRecords: 0, rejectedRecords: 0, refusedRequests: 0, warnedRequests: 0 }

function addTo(total: Counted, counts: Partial<Counted>): void {
  total.acceptedRecords += counts.acceptedRecords ?? 0
  total.rejectedRecords += counts.rejectedRecords ?? 0
  total.refusedRequests += counts.refusedRequests ?? 0
  total.warnedRequests += counts.warnedRequests ?? 0
}

export function createRecentOutcomes(now: () => number = Date.now): RecentOutcomes {
  const minutesOf = new Map<string, Minute[]>()

  function currentMinute(projectId: string): Minute {
    const minute = Math.floor(now() / minuteMs)
    const minutes = minutesOf.get(projectId) ?? []
    const last = minutes.at(-1)
    if (last?.minute === minute) return last
    const current = { ...none, minute }
    // The project that was silent for longest is forgotten first.
    minutesOf.delete(projectId)
    minutesOf.set(projectId, [...minutes.slice(1 - recentMinutes), current])
    const [oldest] = minutesOf.keys()
    if (minutesOf.size > projectsMax && oldest !== undefined) minutesOf.delete(oldest)
    return current
  }

  return {
    add(projectId, counts) {
      addTo(currentMinute(projectId), counts)
    },
    of(projectId) {
      const minute = Math.floor(now() / minuteMs)
      const total = { minutes: recentMinutes, ...none }
      for (const one of minutesOf.get(projectId) ?? []) {
        if (one.minute > minute - recentMinutes && one.minute <= minute) addTo(total, one)
      }
      return total
    },
  }
}
