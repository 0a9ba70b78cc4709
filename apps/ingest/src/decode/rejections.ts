/** Records that were refused for one reason, of one service. Fit to be shown to the operator of that service. */
export interface Rejection {
  /** Field and fix, without the record's values: `attributes[].key: must be a string that is not empty`. */
  reason: string
  count: number
  serviceName: string
  /** `telemetry.sdk.name`, language and version, as far as sent. */
  sdk: string
  /** The first such record as JSON, shortened. */
  sample: string
}

/** Who sent the records. */
export interface Sender {
  serviceName: string
  sdk: string
}

/** Groups that one request may make; what comes above is counted together. */
const groupsMax = 50

const sampleDepthMax = 8
const sampleElementsMax = 16
const sampleTextLengthMax = 256
const sampleLengthMax = 2_048

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

function sampleOf(record: unknown): string {
  return JSON.stringify(shorten(record, 0)).slice(0, sampleLengthMax)
}

function shorten(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return value.slice(0, sampleTextLengthMax)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value ?? null
  if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, 64)).toString('hex')
  if (depth >= sampleDepthMax) return '…'
  if (Array.isArray(value)) return value.slice(0, sampleElementsMax).map((element) => shorten(element, depth + 1))
  const entries = Object.entries(value).slice(0, sampleElementsMax)
  return Object.fromEntries(entries.map(([key, content]) => [key, shorten(content, depth + 1)]))
}
