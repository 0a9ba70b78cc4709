import type { LimitState, Limits } from '@hanzo/schema/api'
import { formatBytes, formatCompact } from '@/lib/format-number.ts'

export type LimitName = Exclude<keyof Limits, 'burstSeconds'>

export interface LimitRow {
  name: LimitName
  title: string
  /** What is used now, or was today. */
  used: number
  /** What holds; null is no limit. */
  limit: number | null
  /** True where the platform's limit is lower than the project's own. */
  isCeiling: boolean
  format: (value: number) => string
}

/** Rates are shown as an average of these last seconds: bursts are allowed. */
const averageSeconds = 10

/** The four limits beside what they limit. */
export function limitRows(state: LimitState): LimitRow[] {
  const recent = state.recent.slice(-averageSeconds)
  const average = (measure: 'records' | 'bytes') =>
    recent.reduce((sum, second) => sum + second[measure], 0) / averageSeconds
  const row = (name: LimitName, title: string, used: number, format: (value: number) => string): LimitRow => {
    const own = state.limits[name]
    const ceiling = state.ceiling[name]
    const isCeiling = ceiling !== null && (own === null || ceiling < own)
    return { name, title, used, limit: isCeiling ? ceiling : own, isCeiling, format }
  }
  return [
    row('recordsPerSecond', 'Records a second', average('records'), formatCompact),
    row('bytesPerSecond', 'Bytes a second', average('bytes'), (bytes) => formatBytes(Math.round(bytes))),
    row('recordsPerDay', 'Records today', state.today.records, formatCompact),
    row('bytesPerDay', 'Bytes today', state.today.bytes, formatBytes),
  ]
}
