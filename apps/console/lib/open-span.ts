import type { OpenSpanState } from '@hanzo/schema/api'

interface Lasting {
  startTimeUnixNano: string
  durationNanoseconds: string
  state?: OpenSpanState | undefined
}

/**
 * How long a span or a trace has lasted, in nanoseconds: while it runs until now, and never less than the server has counted.
 * @param now milliseconds since the epoch.
 */
export function lastedNanoseconds({ startTimeUnixNano, durationNanoseconds, state }: Lasting, now: number): number {
  const counted = Number(durationNanoseconds)
  if (state !== 'running') return counted
  return Math.max(counted, (now - Number(BigInt(startTimeUnixNano) / 1_000_000n)) * 1e6)
}

/** One state for many: something runs, or something will not end; `undefined` when all have ended. */
export function openStateOf(spans: Iterable<{ state?: OpenSpanState | undefined }>): OpenSpanState | undefined {
  let found: OpenSpanState | undefined
  for (const { state } of spans) {
    if (state === 'running') return state
    found ??= state
  }
  return found
}

/** Whether `row` tells more of a span than `known` does: an end takes the place of a start, never the other way round. */
export function tellsMore(
  row: { state?: OpenSpanState | undefined },
  known: { state?: OpenSpanState | undefined },
): boolean {
  return row.state === undefined || known.state !== undefined
}
