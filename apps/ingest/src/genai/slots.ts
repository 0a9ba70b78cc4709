/** Numbers of attribute keys. What reads a span by them finds a value by its place, without a look at its key. */
export type Slots = readonly number[]

const slotOfKey = new Map<string, number>()

/** Gives keys that spans are read by their numbers; the same key has the same number everywhere. For constants of modules. */
export function slots(...keys: readonly string[]): Slots {
  return keys.map((key) => {
    const slot = slotOfKey.get(key) ?? slotOfKey.size
    slotOfKey.set(key, slot)
    return slot
  })
}

/** The number of a key; -1 for one that no span is read by. To be asked once the modules of this folder are loaded. */
export function slotOf(key: string): number {
  return slotOfKey.get(key) ?? -1
}

export function slotCount(): number {
  return slotOfKey.size
}
