/**
 * Resolves when the promise has settled, at the latest after the time given; never rejects.
 * @returns whether it settled in time.
 */
export async function withinTime(promise: Promise<unknown>, timeoutMillis: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  // Not unref'd: someone awaits this, and a process whose last timer is unref'd would end before the answer.
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMillis)
  })
  const settled = promise.then(
    () => true,
    () => true,
  )
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}
