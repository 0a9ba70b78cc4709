import { PromqlError } from './promql-error.ts'

const waitingMax = 200

/** Lets so many questions be answered at once, since each holds its samples; others wait, in the order they come. */
export interface Turns {
  /** @throws {PromqlError} when too many wait already, and what the question throws. */
  take<T>(answer: () => Promise<T>): Promise<T>
}

export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = []
  let free = atOnce
  return {
    async take(answer) {
      if (free > 0) free--
      else if (waiting.length >= waitingMax) {
        throw new PromqlError('unavailable', `${waitingMax} queries wait for an answer already: ask again later`)
      } else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await answer()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free++
      }
    },
  }
}
