import type { IngestOutcomeRow } from '@hanzo/schema/row'
import type { OutcomeCounts, OutcomeKey } from './outcome.ts'

export interface PendingOutcomes {
  /** @param sample makes the sample of a group that is new; it is asked at most once an hour for a group. */
  add(key: OutcomeKey, counts: OutcomeCounts, sample?: string): void
  readonly size: number
  /** Whether anything but accepted records waits: that is to be seen soon. */
  readonly hasProblems: boolean
  /** Everything that waits, as rows; from here on it is the caller's. */
  take(): IngestOutcomeRow[]
  /** Takes rows back that could not be stored. What finds no room is lost, oldest first. */
  giveBack(rows: readonly IngestOutcomeRow[]): void
}

export interface PendingOutcomesOptions {
  /** Groups of one project; what is more counts together under one reason. */
  groupsPerProjectMax?: number
  groupsMax?: number
  now?: () => number
}

const minuteMs = 60_000
const reasonLengthMax = 500
const nameLengthMax = 200
const sampleLengthMax = 2_048
/** A sample is stored again this long after it was: it is found in any range of a few hours, and costs little. */
const sampleEveryMs = 3_600_000
const samplesRememberedMax = 5_000

/** The reason that stands for all that have no group of their own. */
const otherReasons = 'other reasons'

/**
 * What became of requests since the last time it was stored, in groups of equal ones. Its size is bounded, whatever
 * arrives: a sender that makes up reasons, services or SDKs fills the room of its project, then one group.
 */
export function createPendingOutcomes(options: PendingOutcomesOptions = {}): PendingOutcomes {
  const { groupsPerProjectMax = 200, groupsMax = 5_000, now = Date.now } = options
  const groups = new Map<string, IngestOutcomeRow>()
  const groupsOfProject = new Map<string, number>()
  const sampledAt = new Map<string, number>()

  function hasRoom(projectId: string): boolean {
    return groups.size < groupsMax && (groupsOfProject.get(projectId) ?? 0) < groupsPerProjectMax
  }
  function insert(id: string, row: IngestOutcomeRow): void {
    groups.set(id, row)
    groupsOfProject.set(row.project_id, (groupsOfProject.get(row.project_id) ?? 0) + 1)
  }
  function takesSample(id: string, at: number): boolean {
    const last = sampledAt.get(id)
    if (last !== undefined && at - last < sampleEveryMs && at >= last) return false
    sampledAt.delete(id)
    sampledAt.set(id, at)
    const [oldest] = sampledAt.keys()
    if (sampledAt.size > samplesRememberedMax && oldest !== undefined) sampledAt.delete(oldest)
    return true
  }

  return {
    get size() {
      return groups.size
    },
    get hasProblems() {
      for (const { outcome } of groups.values()) if (outcome !== 'accepted') return true
      return false
    },
    add(key, counts, sample = '') {
      const at = now()
      const minute = Math.floor(at / minuteMs) * 60
      let row = rowOf(key, minute, at)
      let id = idOf(row)
      if (!groups.has(id) && !hasRoom(row.project_id)) {
        row = { ...row, reason: otherReasons, service_name: '', sdk: '' }
        id = idOf(row)
      }
      const group = groups.get(id) ?? row
      // The group of what found no room has room: there are few outcomes, signals and codes.
      if (group === row) insert(id, row)
      group.record_count += BigInt(counts.records)
      group.request_count += BigInt(counts.requests)
      group.byte_count += BigInt(counts.bytes)
      group.last_seen = BigInt(at)
      if (sample !== '' && group.sample === '' && takesSample(sampleIdOf(group), at)) {
        group.sample = sample.slice(0, sampleLengthMax)
      }
    },
    take() {
      const rows = [...groups.values()]
      groups.clear()
      groupsOfProject.clear()
      return rows
    },
    giveBack(rows) {
      for (const row of rows) {
        const group = groups.get(idOf(row))
        if (group) merge(group, row)
        else if (hasRoom(row.project_id)) insert(idOf(row), row)
      }
    },
  }
}

function rowOf(key: OutcomeKey, minute: number, at: number): IngestOutcomeRow {
  return {
    project_id: key.project.projectId,
    retention_days: key.project.retentionDays,
    minute,
    outcome: key.outcome,
    signal: key.signal ?? '',
    status_code: key.statusCode,
    code: key.code,
    service_name: key.serviceName.slice(0, nameLengthMax),
    sdk: key.sdk.slice(0, nameLengthMax),
    reason: key.reason.slice(0, reasonLengthMax),
    record_count: 0n,
    request_count: 0n,
    byte_count: 0n,
    first_seen: BigInt(at),
    last_seen: BigInt(at),
    sample: '',
  }
}

function sampleIdOf(row: IngestOutcomeRow): string {
  return [row.project_id, row.outcome, row.signal, row.code, row.reason, row.service_name, row.sdk].join('\0')
}

function idOf(row: IngestOutcomeRow): string {
  return `${sampleIdOf(row)}\0${row.minute}\0${row.status_code}\0${row.retention_days}`
}

function merge(into: IngestOutcomeRow, row: IngestOutcomeRow): void {
  into.record_count += row.record_count
  into.request_count += row.request_count
  into.byte_count += row.byte_count
  if (row.first_seen < into.first_seen) into.first_seen = row.first_seen
  if (row.last_seen > into.last_seen) into.last_seen = row.last_seen
  into.sample ||= row.sample
}
