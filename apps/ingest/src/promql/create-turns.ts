import { PromqlError } from './promql-error.ts'

const waitingMax = 200

/** Lets so many questions be answered at once, since each holds its samples; others wait, in the order they come. */
export interface Turns {
  /**
   * @param signal ends the waiting of who needs no answer any more.
   * @throws {PromqlError} when too many wait already or the waiting ends, and what the question throws.
   */
  take<T>(answer: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

export function createTurns(atOnce: number): Turns {
  const waiting = new Set<() => void>()
  let free = atOnce
  return {
    async take(answer, signal) {
      if (free > 0) free--
      else if (waiting.size >= waitingMax) {
        throw new PromqlError('unavailable', `${waitingMax} queries wait for an answer already: ask again later`)
      } else await turnOf(waiting, signal)
      try {
        return await answer()
      } finally {
        const [next] = waiting
        if (next) next()
        else free++
      }
    },
  }
}

function turnOf(waiting: Set<() => void>, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(begin)
      reject(new PromqlError('canceled', 'query was canceled while it waited for others'))
    }
    const begin = () => {
      waiting.delete(begin)
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    if (signal?.aborted) leave()
    else {
      waiting.add(begin)
      signal?.addEventListener('abort', leave, { once: true })
    }
  })
}
