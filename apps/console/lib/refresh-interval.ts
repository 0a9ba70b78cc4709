const liveMilliseconds = 10_000
const waitingMilliseconds = 3_000

/**
 * How often a list, chart or facet is read again by itself: while live, and while there is nothing yet in a range that
 * ends now; otherwise only when asked.
 */
export function refreshInterval({ live, moving, empty }: { live: boolean; moving: boolean; empty: boolean }) {
  if (!moving) return false
  if (empty) return waitingMilliseconds
  return live ? liveMilliseconds : false
}
