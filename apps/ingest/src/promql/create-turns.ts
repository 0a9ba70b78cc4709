import { PromqlError } from './promql-error.ts'

/** Questions of one project that may wait. */
const waitingMax = 100

/**
 * Lets so many questions be answered at once, since each holds its samples. Of those that wait, the next is of the project
 * that has the fewest under way, in the order they came: a project with many does not keep the others from theirs.
 */
export interface Turns {
  /**
   * @param signal ends the waiting of who needs no answer any more.
   * @throws {PromqlError} when too many of the project wait already or the waiting ends, and what the question throws.
   */
  take<T>(projectId: string, answer: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface Waiting {
  projectId: string
  begin: () => void
}

export function createTurns(atOnce: number): Turns {
  const waiting = new Set<Waiting>()
  /** The project of each question that is being answered. */
  const running: string[] = []
  const countOf = (projectId: string) => running.filter((id) => id === projectId).length

  function next(): Waiting | undefined {
    let best: Waiting | undefined
    for (const one of waiting) if (!best || countOf(one.projectId) < countOf(best.projectId)) best = one
    return best
  }
  function give(one: Waiting): void {
    waiting.delete(one)
    running.push(one.projectId)
    one.begin()
  }
  function end(projectId: string): void {
    running.splice(running.indexOf(projectId), 1)
    const one = next()
    if (one) give(one)
  }
  return {
    async take(projectId, answer, signal) {
      if (running.length < atOnce) running.push(projectId)
      else {
        const ofProject = [...waiting].filter((one) => one.projectId === projectId).length
        if (ofProject >= waitingMax) {
          throw new PromqlError('unavailable', `${waitingMax} queries wait for an answer already: ask again later`)
        }
        await turnOf(waiting, projectId, signal)
      }
      try {
        return await answer()
      } finally {
        end(projectId)
      }
    },
  }
}

function turnOf(waiting: Set<Waiting>, projectId: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(one)
      reject(new PromqlError('canceled', 'query was canceled while it waited for others'))
    }
    const begin = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const one = { projectId, begin }
    if (signal?.aborted) leave()
    else {
      waiting.add(one)
      signal?.addEventListener('abort', leave, { once: true })
    }
  })
}
