const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
/** A connection that was lost sooner counts as one that failed. */
const STABLE_AFTER_MS = 10_000

/** When a server may be tried again: 0.5 s after the first failure, twice as long after each further one, at most 30 s. */
export interface ConnectBackoff {
  /** Milliseconds until the next attempt is allowed, 0 for now. */
  waitMs(): number
  failed(): void
  /** A connection that held for this long is gone. */
  lost(heldMs: number): void
  succeeded(): void
}

export function createConnectBackoff(now: () => number = Date.now): ConnectBackoff {
  let failures = 0
  let nextAttemptAt = 0
  function failed(): void {
    failures += 1
    nextAttemptAt = now() + Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
  }
  return {
    waitMs: () => Math.max(0, nextAttemptAt - now()),
    failed,
    lost(heldMs) {
      if (heldMs < STABLE_AFTER_MS) failed()
    },
    succeeded() {
      failures = 0
      nextAttemptAt = 0
    },
  }
}
