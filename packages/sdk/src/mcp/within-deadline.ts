/** Rejects with what `onTimeout` returns if `promise` has not settled in time. The timer is held: something is being waited for. */
export function withinDeadline<T>(promise: Promise<T>, milliseconds: number, onTimeout: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(onTimeout()), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
