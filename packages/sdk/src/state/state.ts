/** What a state holds, by key. */
export type StateValues = Record<string, unknown>

/** One key that was set or deleted. */
export interface StateChange {
  key: string
  op: 'set' | 'delete'
  oldValue: unknown
  /** Undefined after a delete. */
  newValue: unknown
}

/** What the agents, tools and routers of one run share. Every change is seen at once by all of them, and by the telemetry of the run. */
export interface State<S extends StateValues = StateValues> {
  get<K extends keyof S & string>(key: K): S[K] | undefined
  // biome-ignore lint/suspicious/noExplicitAny: a key outside the declared ones holds what the application put there, as a Map of any would
  get(key: string): any
  /** Setting the value that is there already changes nothing and tells nobody. */
  set(key: string, value: unknown): void
  has(key: string): boolean
  delete(key: string): boolean
  keys(): string[]
  /** A shallow copy of all values. */
  toJSON(): S
  /**
   * Calls back at each change, in the order of the calls of `on`. Returns how to stop. What a listener throws goes to whoever made
   * the change, once all have been called; of several the first.
   */
  on(event: 'change', listener: (change: StateChange) => void): () => void
}

/**
 * Makes a state.
 * @param initial copied, so that what the state changes does not change the object given.
 */
export function createState<S extends StateValues = StateValues>(initial: Partial<S> = {}): State<S> {
  const values = new Map<string, unknown>(Object.entries(initial))
  const listeners = new Set<(change: StateChange) => void>()
  const tell = (change: StateChange) => {
    const failures: unknown[] = []
    for (const listener of [...listeners]) {
      try {
        listener(change)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
  return {
    get: (key: string) => values.get(key) as never,
    set(key, newValue) {
      const oldValue = values.get(key)
      if (values.has(key) && Object.is(oldValue, newValue)) return
      values.set(key, newValue)
      tell({ key, op: 'set', oldValue, newValue })
    },
    has: (key) => values.has(key),
    delete(key) {
      const oldValue = values.get(key)
      const isDeleted = values.delete(key)
      if (isDeleted) tell({ key, op: 'delete', oldValue, newValue: undefined })
      return isDeleted
    },
    keys: () => [...values.keys()],
    toJSON: () => Object.fromEntries(values) as S,
    on(_event, listener) {
      // A function added twice is two listeners: each call of `on` is taken back by its own return value.
      const own = (change: StateChange) => listener(change)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

/** A state with the same values, plain objects and arrays copied, so that two runs that start from one state cannot see each other's changes. */
export function copyState(state: State): State {
  return createState(copyPlain(state.toJSON()) as StateValues)
}

function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyPlain(inner)]))
}
