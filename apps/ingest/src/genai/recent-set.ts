/** The texts that were added last: at least `size` of them, at most twice as many. */
export interface RecentSet {
  has(text: string): boolean
  add(text: string): void
}

/** Two sets, of which the older is given up whole: nothing is moved or counted when one text is added. */
export function createRecentSet(size: number): RecentSet {
  let newer = new Set<string>()
  let older = new Set<string>()
  return {
    has: (text) => newer.has(text) || older.has(text),
    add(text) {
      newer.add(text)
      if (newer.size < size) return
      older = newer
      newer = new Set()
    },
  }
}
