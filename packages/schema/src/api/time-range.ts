import { z } from 'zod'

const unitMilliseconds = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
type Unit = keyof typeof unitMilliseconds

const relative = /^now(?:-(\d{1,6})([smhd]))?$/
const absolute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

const timeMessage =
  'expected "now", "now-15m" (units s, m, h, d) or an ISO 8601 time with a zone such as 2026-01-31T12:00:00Z'

/** A moment as it stands in a URL: relative moments stay relative when the link is shared. */
export const timeSchema = z
  .string()
  .refine((text) => relative.test(text) || (absolute.test(text) && !Number.isNaN(Date.parse(text))), timeMessage)
  .describe('A moment: `now`, `now-15m` (units s, m, h, d) or an ISO 8601 time with its zone')

export const timeRangeSchema = z.object({
  from: timeSchema.default('now-15m'),
  to: timeSchema.default('now'),
})
export type TimeRange = z.infer<typeof timeRangeSchema>

/**
 * Reads a moment.
 * @param nowMilliseconds what `now` means, milliseconds since the epoch.
 * @returns milliseconds since the epoch.
 * @throws {RangeError} for text that `timeSchema` would refuse.
 */
export function resolveTime(text: string, nowMilliseconds: number): number {
  const match = relative.exec(text)
  if (match) return nowMilliseconds - Number(match[1] ?? 0) * unitMilliseconds[(match[2] ?? 's') as Unit]
  const milliseconds = absolute.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(milliseconds)) throw new RangeError(timeMessage)
  return milliseconds
}
