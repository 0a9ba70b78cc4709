/** Why a pause ends before its time. */
export type Cause = 'work' | 'full' | 'half' | 'flush' | 'close'

/** Where one loop waits. It has one waiter at most; a cause that nobody waits for is forgotten. */
export interface Pause {
  /** Waits for one of the causes, or for the time given. The timer does not keep the process alive. */
  until(millis: number | undefined, causes: readonly Cause[]): Promise<void>
  end(cause: Cause): void
}

export function createPause(): Pause {
  let waiting: { causes: readonly Cause[]; resume(): void } | undefined
  return {
    until: (millis, causes) =>
      new Promise((resolve) => {
        const resume = () => {
          cancel?.()
          waiting = undefined
          resolve()
        }
        const cancel = millis === undefined ? undefined : startTimer(millis, resume)
        waiting = { causes, resume }
      }),
    end(cause) {
      if (waiting?.causes.includes(cause)) waiting.resume()
    },
  }
}

/** Starts a timer, which keeps the process alive only if asked to, and returns how to end it. */
export function startTimer(millis: number, callback: () => void, holdsProcess = false): () => void {
  const timer: { unref?: () => unknown } | number = setTimeout(callback, millis)
  if (typeof timer === 'object' && !holdsProcess) timer.unref?.()
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>)
}
