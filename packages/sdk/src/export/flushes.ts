/** Calls that wait for something to become true, each for a limited time. */
export interface Flushes {
  /**
   * Resolves when `isDone` is true after `work`, or when the time is over; never rejects. Keeps the process alive meanwhile, since the timers of the
   * export do not: a flush at the end of a program must not end with it.
   */
  start(timeoutMillis: number, work: () => Promise<void>, isDone: (deadline: number) => boolean): Promise<void>
  /** Something changed that a waiting call may be waiting for. */
  check(): void
}

export function createFlushes(): Flushes {
  const waiting = new Set<() => void>()
  return {
    start: (timeoutMillis, work, isDone) =>
      new Promise((resolve) => {
        const deadline = Date.now() + timeoutMillis
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(check)
          resolve()
        }
        const timer = setTimeout(finish, Math.max(0, timeoutMillis))
        const check = () => {
          if (isDone(deadline)) finish()
        }
        work().then(() => {
          if (Date.now() >= deadline) return
          waiting.add(check)
          check()
        }, finish)
      }),
    check() {
      for (const check of waiting) check()
    },
  }
}
