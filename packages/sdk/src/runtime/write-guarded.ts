interface Guard {
  writes: number
  failures: number
  onError(): void
}

const guards = new WeakMap<NodeJS.WriteStream, Guard>()

/**
 * Writes to a stream of the process. A reader that went away (EPIPE) must not end the process for the sake of its logs, so a listener for errors is there
 * while a write is under way: one for all who write, as Node warns of a leak when more than ten listen.
 */
export function writeGuarded(stream: NodeJS.WriteStream, text: string, done: () => void): void {
  const guard = guards.get(stream) ?? createGuard(stream)
  guard.writes += 1
  stream.write(text, (error) => {
    guard.writes -= 1
    // The event of an error comes after this call: the guard stays for it.
    if (error) guard.failures += 1
    settle(stream, guard)
    done()
  })
}

function createGuard(stream: NodeJS.WriteStream): Guard {
  const guard: Guard = {
    writes: 0,
    failures: 0,
    onError() {
      guard.failures = Math.max(0, guard.failures - 1)
      settle(stream, guard)
    },
  }
  guards.set(stream, guard)
  stream.on('error', guard.onError)
  return guard
}

function settle(stream: NodeJS.WriteStream, guard: Guard): void {
  if (guard.writes > 0 || guard.failures > 0) return
  guards.delete(stream)
  stream.off('error', guard.onError)
}
