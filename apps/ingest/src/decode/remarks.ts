import type { Sender } from './rejections.ts'

/** Records of one service that were stored, although something is odd about them, or not quite as they were sent. */
export interface Remark {
  /** What it is and what to do about it, without the records' values. */
  reason: string
  count: number
  serviceName: string
  sdk: string
  /** Whether the answer to the request says it too; what the sender can do nothing about is for the operator alone. */
  isToldToSender: boolean
}

/** Groups that one request may make; what comes above is counted together. */
const groupsMax = 50
const otherReasons = 'other remarks'

/** A kind of remark. */
export interface RemarkKind {
  reason: string
  isToldToSender: boolean
}

export interface Remarks {
  note(kind: RemarkKind, sender: Sender, count?: number): void
  /** Most frequent first. */
  list(): Remark[]
}

export function createRemarks(): Remarks {
  const groups = new Map<string, Remark>()
  return {
    note({ reason, isToldToSender }, { serviceName, sdk }, count = 1) {
      const isNew = !groups.has(`${serviceName}\0${reason}`)
      const isTooMany = isNew && groups.size >= groupsMax
      const key = isTooMany ? otherReasons : `${serviceName}\0${reason}`
      const group = groups.get(key)
      if (group) group.count += count
      else if (isTooMany)
        groups.set(key, { reason: otherReasons, count, serviceName: '', sdk: '', isToldToSender: false })
      else groups.set(key, { reason, count, serviceName, sdk, isToldToSender })
    },
    list: () => [...groups.values()].sort((a, b) => b.count - a.count),
  }
}
