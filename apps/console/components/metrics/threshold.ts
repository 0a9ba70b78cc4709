import type { ChartThreshold } from '@/components/chart/chart-series.ts'

/** What a threshold means; each has a colour of the console. */
export const thresholdLevels = ['ok', 'warn', 'error'] as const
export type ThresholdLevel = (typeof thresholdLevels)[number]

export interface Threshold {
  /** In the unit of what it is about. */
  value: number
  /** The letter of the query or formula that it is about; the first one where it is empty. */
  of: string
  level: ThresholdLevel
  side: 'above' | 'below'
  label: string
}

export const thresholdColors: Record<ThresholdLevel, string> = {
  ok: '--status-ok',
  warn: '--severity-warn',
  error: '--status-error',
}

/** Reads `0.5:error:above:A:SLO`; the label may hold colons. @returns null for anything else. */
export function parseThreshold(text: string): Threshold | null {
  const match = /^([^:]+):(ok|warn|error):(above|below):([A-Z][A-Z0-9]{0,3}|):(.*)$/s.exec(text)
  const value = Number(match?.[1])
  if (!match || match[1]?.trim() === '' || !Number.isFinite(value)) return null
  const [, , level, side, of = '', label = ''] = match
  return { value, of, level: level as ThresholdLevel, side: side as Threshold['side'], label }
}

export function writeThreshold({ value, level, side, of, label }: Threshold): string {
  return `${value}:${level}:${side}:${of}:${label}`
}

export function chartThreshold({ value, level, side, label }: Threshold): ChartThreshold {
  return { value, label, side, color: thresholdColors[level] }
}

/** The thresholds about one of these results; `isFirst` for what holds the first of all. */
export function thresholdsOf(
  thresholds: readonly Threshold[],
  { resultIds, isFirst }: { resultIds: readonly string[]; isFirst: boolean },
): Threshold[] {
  return thresholds.filter(({ of }) => (of === '' ? isFirst : resultIds.includes(of)))
}

/** The worst level that a value reaches; `null` for none. */
export function levelOf(value: number | null, thresholds: readonly Threshold[]): ThresholdLevel | null {
  if (value === null) return null
  const reached = thresholds.filter(({ value: limit, side }) => (side === 'above' ? value >= limit : value <= limit))
  return reached.reduce<ThresholdLevel | null>(
    (worst, { level }) =>
      worst === null || thresholdLevels.indexOf(level) > thresholdLevels.indexOf(worst) ? level : worst,
    null,
  )
}
