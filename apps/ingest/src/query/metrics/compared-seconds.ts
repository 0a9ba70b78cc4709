import type { MetricQueryRequest } from '@hanzo/schema/api'

const named = { day: 86_400, week: 7 * 86_400 }

/** How far back the same is read, in whole steps, so that values of both stand at the same places. */
export function comparedSeconds(compareWith: NonNullable<MetricQueryRequest['compareWith']>, step: number): number {
  const seconds = typeof compareWith === 'number' ? compareWith : named[compareWith]
  return Math.ceil(seconds / step) * step
}
