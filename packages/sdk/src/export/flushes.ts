import { startTimer } from './pause.ts'

export interface FlushTime {
  millis: number
  /** Whether the process stays alive meanwhile. The timers of the export do not keep it so, and a flush at the end of a program must not end with it. */
  holdsProcess: boolean
}

/** Calls that wait for something to become true, each for a limited time. */
export interface Flushes {
  /**
   * Resolves when `isDone` is true after `work`, or when the time is over; never rejects.
   */
  start(time: FlushTime, work: () => Promise<void>, isDone: (deadline: number) => boolean): Promise<void>
  /** Something changed that a waiting call may be waiting for. */
  check(): void
}

export function createFlushes(): Flushes {
  const waiting = new Set<() => void>()
  return {
    start: ({ millis, holdsProcess }, work, isDone) =>
      new Promise((resolve) => {
        const deadline = Date.now() + millis
        const finish = () => {
          cancel()
          waiting.delete(check)
          resolve()
        }
        const cancel = startTimer(Math.max(0, millis), finish, holdsProcess)
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
