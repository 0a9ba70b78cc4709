import { EngineUnavailableError } from '../errors.ts'

interface Entry<Value> {
  value: Value | undefined
  loadedAt: number
}

export interface ExpiringCacheOptions<Value> {
  /** Reads one value from its source; `undefined` when there is none, which is remembered too. */
  load: (key: string) => Promise<Value | undefined>
  /** Most values kept, and most absences kept: a flood of wrong keys cannot push out right ones. */
  entriesMax: number
  now?: () => number
}

export interface ExpiringCache<Value> {
  get(key: string): Promise<Value | undefined>
  /** True for what was found before, and for what was looked for and not found a moment ago. */
  has(key: string): boolean
  delete(key: string): void
}

/** Until this age a value is served as it is. */
export const freshMilliseconds = 5_000
/** Until this age a value is served while it is read again: the longest that a change of the source stays unseen. */
export const usableMilliseconds = 10_000
/** Until this age a value is served while its source is unavailable. */
export const staleMilliseconds = 600_000

/**
 * Keeps answers of the database for seconds, so that telemetry does not ask it for every request, and for minutes while
 * the database is away, so that telemetry is still received then.
 */
export function createExpiringCache<Value>(options: ExpiringCacheOptions<Value>): ExpiringCache<Value> {
  const { load, entriesMax, now = Date.now } = options
  const present = new Map<string, Entry<Value>>()
  const absent = new Map<string, Entry<Value>>()
  const loading = new Map<string, Promise<Value | undefined>>()

  function find(key: string): Entry<Value> | undefined {
    return present.get(key) ?? absent.get(key)
  }

  function keep(key: string, value: Value | undefined): void {
    present.delete(key)
    absent.delete(key)
    const entries = value === undefined ? absent : present
    entries.set(key, { value, loadedAt: now() })
    const oldest = entries.keys().next()
    if (entries.size > entriesMax && !oldest.done) entries.delete(oldest.value)
  }

  function reload(key: string): Promise<Value | undefined> {
    const running = loading.get(key)
    if (running) return running
    const started: Promise<Value | undefined> = load(key)
      .then((value) => {
        // A delete while the value was on its way means that it may be outdated already.
        if (loading.get(key) === started) keep(key, value)
        return value
      })
      .finally(() => {
        if (loading.get(key) === started) loading.delete(key)
      })
    loading.set(key, started)
    return started
  }

  async function reloadOrServeStale(key: string, entry: Entry<Value> | undefined): Promise<Value | undefined> {
    try {
      return await reload(key)
    } catch (error) {
      const servable = entry?.value !== undefined && now() - entry.loadedAt < staleMilliseconds
      if (servable && error instanceof EngineUnavailableError) return entry.value
      throw error
    }
  }

  return {
    async get(key) {
      const entry = find(key)
      const age = entry ? now() - entry.loadedAt : Number.POSITIVE_INFINITY
      if (entry && age < freshMilliseconds) return entry.value
      const answer = reloadOrServeStale(key, entry)
      if (!entry || age >= usableMilliseconds) return answer
      // Its failure is not hidden: the same question is asked again, and waited for, once the value is too old.
      answer.catch(() => undefined)
      return entry.value
    },
    has(key) {
      const entry = absent.get(key)
      return present.has(key) || (entry !== undefined && now() - entry.loadedAt < usableMilliseconds)
    },
    delete(key) {
      present.delete(key)
      absent.delete(key)
      loading.delete(key)
    },
  }
}
