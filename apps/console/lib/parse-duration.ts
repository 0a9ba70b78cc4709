const nanosecondsOf: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 }

/**
 * Reads `500ms`, `1.5 s`, `2m`, `1 h 30 m`; a bare number is milliseconds.
 * @returns whole nanoseconds in decimal, or null for anything else.
 */
export function parseDuration(text: string): string | null {
  const typed = text.trim().toLowerCase().replaceAll('μ', 'µ')
  if (/^\d+(\.\d+)?$/.test(typed)) return String(Math.round(Number(typed) * 1e6))
  if (!/^(\d+(\.\d+)?\s*(ns|us|µs|ms|s|m|h)\s*)+$/.test(typed)) return null
  let sum = 0
  for (const [, amount, unit = ''] of typed.matchAll(/(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s|m|h)/g))
    sum += Number(amount) * (nanosecondsOf[unit] ?? 0)
  return sum < 1e18 ? String(Math.round(sum)) : null
}
