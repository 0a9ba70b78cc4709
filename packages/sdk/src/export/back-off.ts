import type { ExportTiming } from './export-timing.ts'

const jitter = 0.2

/** Milliseconds to wait after the nth failure in a row (0 is the first): doubles up to the limit, ±20 %, so that clients do not return all at once. */
export function backOffMillis(
  failures: number,
  { firstBackOffMillis, maxBackOffMillis }: Pick<ExportTiming, 'firstBackOffMillis' | 'maxBackOffMillis'>,
  random: () => number = Math.random,
): number {
  const unspread = Math.min(maxBackOffMillis, firstBackOffMillis * 2 ** Math.min(failures, 32))
  return Math.round(unspread * (1 - jitter + 2 * jitter * random()))
}
