/** How many patterns may be held, in all and by each part of it. */
export interface PatternBudget {
  /** @returns false when there is no room for another one. */
  take(): boolean
  give(count: number): void
}

/** @param within what this one is a part of. */
export function createPatternBudget(max: number, within?: PatternBudget): PatternBudget {
  let held = 0
  return {
    take() {
      if (held >= max || (within && !within.take())) return false
      held += 1
      return true
    },
    give(count) {
      held -= count
      within?.give(count)
    },
  }
}
