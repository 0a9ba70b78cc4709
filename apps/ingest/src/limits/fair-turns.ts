import { IngestBusyError } from './limit-errors.ts'
import type { TurnWindow } from './turn-window.ts'

export interface FairTurns {
  /**
   * Resolves when it is this request's turn, with what gives the turn back (once, whatever became of the request).
   * @throws {IngestBusyError} after `waitMilliseconds` without one.
   */
  take(projectId: string, bytes: number): Promise<() => void>
  state(): { bytesInFlight: number; requestsWaiting: number }
}

export interface FairTurnsOptions {
  /** How many bytes of requests are worked on at one time; one request alone may be larger. */
  window: TurnWindow
  waitMilliseconds: number
}

interface Waiting {
  bytes: number
  start(): void
}

interface ProjectTurns {
  bytesInFlight: number
  waiting: Set<Waiting>
}

/**
 * Shares the write path between projects. While there is room, every request goes at once. When there is none, room that
 * becomes free goes to the project with the fewest bytes in flight, in order of arrival within it: a project that sends
 * without measure waits for itself, the others hardly notice.
 */
export function createFairTurns({ window, waitMilliseconds }: FairTurnsOptions): FairTurns {
  const projects = new Map<string, ProjectTurns>()
  let bytesInFlight = 0
  let requestsWaiting = 0
  const hasRoom = (bytes: number) => bytesInFlight === 0 || bytesInFlight + bytes <= window.bytes()

  function begin(projectId: string, turns: ProjectTurns, bytes: number): () => void {
    bytesInFlight += bytes
    turns.bytesInFlight += bytes
    // To the end of the line of those with as few bytes in flight.
    projects.delete(projectId)
    projects.set(projectId, turns)
    const began = performance.now()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      bytesInFlight -= bytes
      turns.bytesInFlight -= bytes
      forget(projectId, turns)
      window.done(performance.now() - began, requestsWaiting > 0)
      startWaiting()
    }
  }

  function forget(projectId: string, turns: ProjectTurns): void {
    if (turns.bytesInFlight === 0 && turns.waiting.size === 0) projects.delete(projectId)
  }

  function startWaiting(): void {
    // A large request is not passed by smaller ones, or its turn would never come.
    for (let next = nextOf(projects.values()); next && hasRoom(next.bytes); next = nextOf(projects.values()))
      next.start()
  }

  function wait(projectId: string, turns: ProjectTurns, bytes: number): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        turns.waiting.delete(waiting)
        requestsWaiting -= 1
      }
      const waiting: Waiting = {
        bytes,
        start() {
          leave()
          resolve(begin(projectId, turns, bytes))
        },
      }
      const timer = setTimeout(() => {
        leave()
        forget(projectId, turns)
        reject(new IngestBusyError({ waitMilliseconds }))
        startWaiting()
      }, waitMilliseconds)
      turns.waiting.add(waiting)
      requestsWaiting += 1
    })
  }

  return {
    async take(projectId, bytes) {
      const turns = projects.get(projectId) ?? { bytesInFlight: 0, waiting: new Set() }
      projects.set(projectId, turns)
      if (requestsWaiting === 0 && hasRoom(bytes)) return begin(projectId, turns, bytes)
      return wait(projectId, turns, bytes)
    },
    state: () => ({ bytesInFlight, requestsWaiting }),
  }
}

/** The longest waiting request of the project with the fewest bytes in flight. */
function nextOf(projects: Iterable<ProjectTurns>): Waiting | undefined {
  let next: Waiting | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const { bytesInFlight, waiting } of projects) {
    const [first] = waiting
    if (first === undefined || bytesInFlight >= fewest) continue
    next = first
    fewest = bytesInFlight
  }
  return next
}
