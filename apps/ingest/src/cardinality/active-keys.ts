/** A key is active for this many generations after its last use, the one of the use included. */
export const generationsKept = 25

/**
 * The attribute keys of one project that were used lately. New ones are admitted up to the limit, those that are active always.
 * What is done with the attributes of the others is the caller's matter.
 */
export interface ActiveKeys {
  readonly size: number
  /** Whether attributes may have this key; if so, it is active. */
  admit(key: string): boolean
  /** Notes a key that was last used in an earlier generation, whatever the limit. */
  restore(key: string, last: number): void
  /** Begins the next generation: forgets the keys that were not used for a day of hours. */
  turn(generation: number): void
}

export function createActiveKeys(keysMax: number): ActiveKeys {
  const usedIn = new Map<string, number>()
  let generation = 0
  return {
    get size() {
      return usedIn.size
    },
    admit(key) {
      const last = usedIn.get(key)
      if (last === generation) return true
      if (last === undefined && usedIn.size >= keysMax) return false
      usedIn.set(key, generation)
      return true
    },
    restore(key, last) {
      if (!usedIn.has(key)) usedIn.set(key, Math.min(last, generation))
    },
    turn(next) {
      generation = next
      for (const [key, last] of usedIn) if (last <= next - generationsKept) usedIn.delete(key)
    },
  }
}
