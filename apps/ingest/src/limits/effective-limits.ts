import { type Limits, noLimits } from '@hanzo/schema/api'
import type { BucketSize } from './token-bucket.ts'

/** What holds for a project: the lower of its own limits and the platform's ceiling for every project. */
export interface EffectiveLimits {
  records: BucketSize | undefined
  bytes: BucketSize | undefined
  recordsPerDay: number
  bytesPerDay: number
}

export function effectiveLimits(own: Limits, ceiling: Limits): EffectiveLimits {
  return {
    records: bucketSize(own, ceiling, 'recordsPerSecond'),
    bytes: bucketSize(own, ceiling, 'bytesPerSecond'),
    recordsPerDay: least(own.recordsPerDay, ceiling.recordsPerDay),
    bytesPerDay: least(own.bytesPerDay, ceiling.bytesPerDay),
  }
}

type Rate = 'recordsPerSecond' | 'bytesPerSecond'

function bucketSize(own: Limits, ceiling: Limits, rate: Rate): BucketSize | undefined {
  const perSecond = least(own[rate], ceiling[rate])
  if (!Number.isFinite(perSecond)) return undefined
  return { perSecond, burst: Math.min(burstOf(own, rate), burstOf(ceiling, rate)) }
}

function burstOf(limits: Limits, rate: Rate): number {
  return (limits[rate] ?? Number.POSITIVE_INFINITY) * limits.burstSeconds
}

function least(one: number | null, other: number | null): number {
  return Math.min(one ?? Number.POSITIVE_INFINITY, other ?? Number.POSITIVE_INFINITY)
}

export interface CeilingSettings {
  PROJECT_RECORDS_PER_SECOND_MAX?: number | undefined
  PROJECT_BYTES_PER_SECOND_MAX?: number | undefined
  PROJECT_RECORDS_PER_DAY_MAX?: number | undefined
  PROJECT_BYTES_PER_DAY_MAX?: number | undefined
}

/** The platform's ceiling, from its configuration. */
export function ceilingOf(settings: CeilingSettings): Limits {
  return {
    ...noLimits,
    recordsPerSecond: settings.PROJECT_RECORDS_PER_SECOND_MAX ?? null,
    bytesPerSecond: settings.PROJECT_BYTES_PER_SECOND_MAX ?? null,
    recordsPerDay: settings.PROJECT_RECORDS_PER_DAY_MAX ?? null,
    bytesPerDay: settings.PROJECT_BYTES_PER_DAY_MAX ?? null,
  }
}
