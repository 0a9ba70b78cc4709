/** What a project sent in one second. */
export interface SecondOfUse {
  records: number
  bytes: number
  refusedRequests: number
}

export const recentSeconds = 60

export interface RecentUse {
  note(use: Partial<SecondOfUse>): void
  /** The last 60 full seconds, oldest first. */
  read(): SecondOfUse[]
}

/** Counts the last minute by the second, in constant memory. @param now milliseconds of a clock that only goes forward. */
export function createRecentUse(now: () => number): RecentUse {
  const slots = recentSeconds + 1
  const seconds = new Float64Array(slots).fill(-1)
  const records = new Float64Array(slots)
  const bytes = new Float64Array(slots)
  const refusedRequests = new Float64Array(slots)
  const secondOf = () => Math.floor(now() / 1000)

  return {
    note(use) {
      const second = secondOf()
      const slot = second % slots
      if (seconds[slot] !== second) {
        seconds[slot] = second
        records[slot] = 0
        bytes[slot] = 0
        refusedRequests[slot] = 0
      }
      records[slot] = (records[slot] ?? 0) + (use.records ?? 0)
      bytes[slot] = (bytes[slot] ?? 0) + (use.bytes ?? 0)
      refusedRequests[slot] = (refusedRequests[slot] ?? 0) + (use.refusedRequests ?? 0)
    },
    read() {
      const current = secondOf()
      return Array.from({ length: recentSeconds }, (_, index) => {
        const second = current - recentSeconds + index
        const slot = second >= 0 && seconds[second % slots] === second ? second % slots : undefined
        if (slot === undefined) return { records: 0, bytes: 0, refusedRequests: 0 }
        return {
          records: records[slot] ?? 0,
          bytes: bytes[slot] ?? 0,
          refusedRequests: refusedRequests[slot] ?? 0,
        }
      })
    },
  }
}
