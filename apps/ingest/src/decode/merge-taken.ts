import type { Decoded } from './decoded.ts'

type Taken = Omit<Decoded, 'batch'>

/** Groups that are told of one request, as of one that was decoded in one go. */
const groupsMax = 51

/** What became of a request whose records were looked at in two steps: those that passed the first went on to the second. */
export function mergeTaken(first: Omit<Taken, 'acceptedCount'>, second: Taken): Taken {
  return {
    acceptedCount: second.acceptedCount,
    rejectedCount: first.rejectedCount + second.rejectedCount,
    rejections: mergeGroups(first.rejections, second.rejections),
    warnings: [...first.warnings, ...second.warnings],
    remarks: mergeGroups(first.remarks, second.remarks),
  }
}

/** Most frequent first; what is above the limit counts with the last. */
function mergeGroups<Group extends { reason: string; serviceName: string; count: number }>(
  first: readonly Group[],
  second: readonly Group[],
): Group[] {
  const groups = new Map<string, Group>()
  for (const group of [...first, ...second]) {
    const key = `${group.serviceName}\0${group.reason}`
    const known = groups.get(key)
    groups.set(key, known ? { ...known, count: known.count + group.count } : group)
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count)
  const kept = sorted.slice(0, groupsMax)
  const last = kept.at(-1)
  const above = sorted.slice(groupsMax).reduce((sum, { count }) => sum + count, 0)
  return last && above > 0
    ? [...kept.slice(0, -1), { ...last, reason: 'other reasons', count: last.count + above }]
    : kept
}
