import { formatCompact } from '@/lib/format-number.ts'

/** Samples per second in three digits: `0.067`, `1.3`, `12k`. */
export function samplesText(perSecond: number): string {
  if (perSecond === 0) return '0'
  if (perSecond < 0.001) return '< 0.001'
  if (perSecond < 10) return String(Number(perSecond.toPrecision(2)))
  return formatCompact(Math.round(perSecond))
}
