const liveMilliseconds = 10_000
const waitingMilliseconds = 3_000
const runningMilliseconds = 5_000

interface RefreshOptions {
  live: boolean
  moving: boolean
  empty: boolean
  /** Among the rows that are shown one has not ended. */
  running?: boolean
}

/**
 * How often a list, chart or facet is read again by itself: while live, and while there is nothing yet in a range that
 * ends now, or something in it still runs; otherwise only when asked.
 */
export function refreshInterval({ live, moving, empty, running = false }: RefreshOptions) {
  if (!moving) return false
  if (empty) return waitingMilliseconds
  if (running) return runningMilliseconds
  return live ? liveMilliseconds : false
}

/** Lists that were read on are not read again for what runs in them: each reading takes all their pages. */
const runningPagesMost = 2

/** Whether a row of the list runs, and reading it again costs little. */
export function hasRunning(pages: readonly { rows: readonly { state?: string | undefined }[] }[] | undefined): boolean {
  if (!pages || pages.length > runningPagesMost) return false
  return pages.some(({ rows }) => rows.some(({ state }) => state === 'running'))
}
