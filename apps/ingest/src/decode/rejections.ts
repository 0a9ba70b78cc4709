import { sampleOf } from './rejection-sample.ts'

/** Records that were refused for one reason, of one service. Fit to be shown to the operator of that service. */
export interface Rejection {
  /** Field and fix, without the record's values: `attributes[].key: must be a string that is not empty`. */
  reason: string
  count: number
  serviceName: string
  /** `telemetry.sdk.name`, language and version, as far as sent. */
  sdk: string
  /** The first such record as JSON, shortened and without content. */
  sample: string
}

/** Who sent the records. */
export interface Sender {
  serviceName: string
  sdk: string
}

/** Groups that one request may make; what comes above is counted together. */
const groupsMax = 50

export interface Rejections {
  reject(reason: string, sender: Sender, record: unknown, count?: number): void
  count(): number
  /** Most frequent first. */
  list(): Rejection[]
}

export function createRejections(): Rejections {
  const groups = new Map<string, Rejection>()
  let total = 0
  return {
    reject(reason, sender, record, count = 1) {
      total += count
      const isNew = !groups.has(`${sender.serviceName}\0${reason}`)
      const grouped = isNew && groups.size >= groupsMax ? 'other reasons' : reason
      const key = `${sender.serviceName}\0${grouped}`
      const group = groups.get(key)
      if (group) group.count += count
      else if (groups.size <= groupsMax) {
        const { serviceName, sdk } = sender
        groups.set(key, { reason: grouped, count, serviceName, sdk, sample: sampleOf(record) })
      }
    },
    count: () => total,
    list: () => [...groups.values()].sort((a, b) => b.count - a.count),
  }
}

/** The first issue of a failed validation, with list indexes left out so that equal mistakes count together. */
export function reasonOf(issues: readonly { path: readonly PropertyKey[]; message: string }[], prefix = ''): string {
  const [issue] = issues
  if (!issue) return `${prefix}is invalid`
  let path = ''
  for (const key of issue.path) path += typeof key === 'number' ? '[]' : `${path && '.'}${String(key)}`
  return path ? `${prefix}${path}: ${issue.message}` : `${prefix}${issue.message}`
}
