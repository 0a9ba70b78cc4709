export interface SilenceWatch {
  heard(): void
  stop(): void
}

const lookMilliseconds = 5_000

/**
 * Calls `onSilent` once when nothing was heard for too long, or when the computer slept: a connection may be dead then, and not know it.
 * @param silenceMilliseconds how long it may be quiet.
 */
export function watchSilence(silenceMilliseconds: number, onSilent: () => void): SilenceWatch {
  let heardAt = Date.now()
  let lookedAt = heardAt
  const timer = setInterval(() => {
    const now = Date.now()
    // Timers of a page in the background are late, by a minute at the most; then it was not heard either.
    const slept = now - lookedAt > silenceMilliseconds
    lookedAt = now
    if (!slept && now - heardAt <= silenceMilliseconds) return
    clearInterval(timer)
    onSilent()
  }, lookMilliseconds)
  return {
    heard() {
      heardAt = Date.now()
    },
    stop: () => clearInterval(timer),
  }
}
