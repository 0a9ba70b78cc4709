const checkEveryMs = 5_000
const silentMsMax = 20_000

export interface WatchThreadOptions {
  /** Whether anybody waits for the thread. */
  isWaiting(): boolean
  onSilent(): void
}

/** Notices a thread that says nothing although it tells its state several times a second. */
export function watchThread({ isWaiting, onSilent }: WatchThreadOptions): { heard(): void; close(): void } {
  let heardAt = performance.now()
  let isSuspect = false
  const timer = setInterval(() => {
    const isSilent = isWaiting() && performance.now() - heardAt > silentMsMax
    // Twice in a row: after a pause of the whole process its messages are still on their way at the first look.
    if (isSilent && isSuspect) {
      heardAt = performance.now()
      onSilent()
    }
    isSuspect = isSilent
  }, checkEveryMs)
  timer.unref()
  return {
    heard() {
      heardAt = performance.now()
    },
    close: () => clearInterval(timer),
  }
}
