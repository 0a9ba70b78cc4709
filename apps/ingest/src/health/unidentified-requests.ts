import type { IngestStatus } from '@hanzo/schema/api'
import type { RefusedRequest } from './outcome.ts'
import { recentMinutes } from './recent-counts.ts'

type Unidentified = IngestStatus['unidentified'][number]

/** Requests that were refused before their project was known, in groups of equal ones. They are kept in memory alone. */
export interface UnidentifiedRequests {
  add(refused: RefusedRequest): void
  /** Those of the last minutes, most recent first. */
  list(): Unidentified[]
}

const groupsMax = 50
const clientLengthMax = 100

export function createUnidentifiedRequests(now: () => number = Date.now): UnidentifiedRequests {
  const groups = new Map<string, Unidentified>()
  return {
    add({ statusCode, code, message, client }) {
      const at = now()
      const name = client.slice(0, clientLengthMax)
      const id = `${statusCode}\0${code}\0${name}`
      const known = groups.get(id)
      const isCurrent = known && at - known.lastSeenUnixMs < recentMinutes * 60_000
      const requestCount = (isCurrent ? known.requestCount : 0) + 1
      groups.delete(id)
      groups.set(id, { statusCode, code, reason: message, client: name, requestCount, lastSeenUnixMs: at })
      const [oldest] = groups.keys()
      if (groups.size > groupsMax && oldest !== undefined) groups.delete(oldest)
    },
    list() {
      const since = now() - recentMinutes * 60_000
      return [...groups.values()].filter(({ lastSeenUnixMs }) => lastSeenUnixMs > since).reverse()
    },
  }
}
