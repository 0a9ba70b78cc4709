/**
 * Remembers which descriptive rows (resources, series) were made durable lately.
 * Every request repeats them; storing one an hour keeps `last_seen` true enough.
 */
export interface SeenRows {
  has(key: string): boolean
  /** Only for rows that are durable: a row that is remembered is not stored again for `ageMaxMs`. */
  add(keys: Iterable<string>): void
}

export interface SeenRowsOptions {
  entriesMax: number
  ageMaxMs: number
  now?: () => number
}

/** Forgets the oldest entries first; forgetting costs one more row, never a lost one. */
export function createSeenRows({ entriesMax, ageMaxMs, now = Date.now }: SeenRowsOptions): SeenRows {
  const addedAt = new Map<string, number>()
  return {
    has(key) {
      const time = addedAt.get(key)
      // A clock that stepped back makes an age negative: such an entry counts as old.
      if (time === undefined) return false
      const age = now() - time
      return age >= 0 && age < ageMaxMs
    },
    add(keys) {
      const time = now()
      for (const key of keys) {
        addedAt.delete(key)
        addedAt.set(key, time)
      }
      for (const key of addedAt.keys()) {
        if (addedAt.size <= entriesMax) break
        addedAt.delete(key)
      }
    },
  }
}
