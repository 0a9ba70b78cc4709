import type { Limits } from '@hanzo/schema/api'
import { formatCount } from '@/lib/format-number.ts'
import { parseBytes, parseCount } from '@/lib/parse-amount.ts'

/** The limits as people type them. */
export type LimitFields = Record<keyof Limits, string>

const byteUnits = ['TiB', 'GiB', 'MiB', 'KiB'] as const
const burstSecondsMax = 3_600

export function limitFields(limits: Limits): LimitFields {
  return {
    recordsPerSecond: countText(limits.recordsPerSecond),
    bytesPerSecond: bytesText(limits.bytesPerSecond),
    burstSeconds: String(limits.burstSeconds),
    recordsPerDay: countText(limits.recordsPerDay),
    bytesPerDay: bytesText(limits.bytesPerDay),
  }
}

/** The limits that were typed; none while there are mistakes. */
export function readLimitFields(fields: LimitFields): {
  limits: Limits | undefined
  mistakes: Partial<Record<keyof Limits, string>>
} {
  const mistakes: Partial<Record<keyof Limits, string>> = {}
  const read = (name: keyof Limits, parse: (text: string) => number | null, example: string): number | null => {
    if (fields[name].trim() === '') return null
    const value = parse(fields[name])
    if (value === null) mistakes[name] = `Write it as ${example}.`
    return value
  }
  const limits: Limits = {
    recordsPerSecond: read('recordsPerSecond', parseCount, '5000 or 5k'),
    bytesPerSecond: read('bytesPerSecond', parseBytes, '512 KiB or 20 MiB'),
    burstSeconds: read('burstSeconds', parseCount, '10') ?? 10,
    recordsPerDay: read('recordsPerDay', parseCount, '1000000 or 1M'),
    bytesPerDay: read('bytesPerDay', parseBytes, '50 GiB'),
  }
  if (limits.burstSeconds > burstSecondsMax) mistakes.burstSeconds = 'An hour at most: 3600.'
  return { limits: Object.keys(mistakes).length === 0 ? limits : undefined, mistakes }
}

function countText(count: number | null): string {
  return count === null ? '' : formatCount(count)
}

/** In the largest unit that leaves a whole number: what is typed again is the same. */
function bytesText(bytes: number | null): string {
  if (bytes === null) return ''
  for (const [index, unit] of byteUnits.entries()) {
    const factor = 1024 ** (byteUnits.length - index)
    if (bytes % factor === 0) return `${bytes / factor} ${unit}`
  }
  return String(bytes)
}
