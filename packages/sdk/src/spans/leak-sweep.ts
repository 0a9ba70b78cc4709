/** Looks again and again as long as there is something to look after. Its timer never holds the process. */
export interface LeakSweep {
  /** Sees that a look is coming; cheap when one is. */
  ensure(): void
  close(): void
}

const longestIntervalMs = 60_000

/** @param look returns whether there is something left to look after; if not, the timer stops until `ensure` is called again. */
export function createLeakSweep(maxAgeMs: number, look: () => boolean): LeakSweep {
  const intervalMs = Math.min(Math.max(Math.floor(maxAgeMs / 4), 10), longestIntervalMs)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isClosed = false

  function arm(): void {
    timer = setTimeout(() => {
      timer = undefined
      if (look()) arm()
    }, intervalMs)
    // Edge runtimes answer a number: their timers hold nothing.
    if (typeof timer === 'object') timer.unref?.()
  }

  return {
    ensure() {
      if (timer === undefined && !isClosed) arm()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      timer = undefined
    },
  }
}
