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
  window: Pick<TurnWindow, 'bytes' | 'done'>
  waitMilliseconds: number
  /** How many requests of one project are worked on at one time. Default: as many as there is room for. */
  requestsPerProjectMax?: number
}

interface Waiting {
  bytes: number
  start(): void
}

interface ProjectTurns {
  bytesInFlight: number
  requestsInFlight: number
  waiting: Set<Waiting>
}

/**
 * Shares the write path between projects. While there is room, every request goes at once. When there is none, room that
 * becomes free goes to the project with the fewest bytes in flight, in order of arrival within it: a project that sends
 * without measure waits for itself, the others hardly notice.
 */
export function createFairTurns(options: FairTurnsOptions): FairTurns {
  const { window, waitMilliseconds, requestsPerProjectMax = Number.POSITIVE_INFINITY } = options
  const projects = new Map<string, ProjectTurns>()
  let bytesInFlight = 0
  let requestsWaiting = 0
  const hasRoom = (bytes: number) => bytesInFlight === 0 || bytesInFlight + bytes <= window.bytes()
  const mayBegin = ({ requestsInFlight }: ProjectTurns) => requestsInFlight < requestsPerProjectMax

  function begin(projectId: string, turns: ProjectTurns, bytes: number): () => void {
    bytesInFlight += bytes
    turns.bytesInFlight += bytes
    turns.requestsInFlight += 1
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
      turns.requestsInFlight -= 1
      forgetIdle(projects, projectId)
      window.done(performance.now() - began, requestsWaiting > 0)
      startWaiting()
    }
  }

  function startWaiting(): void {
    // A large request is not passed by smaller ones, or its turn would never come.
    for (let next = nextOf(projects.values(), mayBegin); next && hasRoom(next.bytes); ) {
      next.start()
      next = nextOf(projects.values(), mayBegin)
    }
  }

  function wait(projectId: string, turns: ProjectTurns, bytes: number): Promise<() => void> {
    requestsWaiting += 1
    return new Promise((resolve, reject) => {
      enqueue(turns.waiting, bytes, waitMilliseconds, {
        onTurn() {
          requestsWaiting -= 1
          resolve(begin(projectId, turns, bytes))
        },
        onTooLate() {
          requestsWaiting -= 1
          forgetIdle(projects, projectId)
          reject(new IngestBusyError({ waitMilliseconds }))
          startWaiting()
        },
      })
    })
  }

  return {
    async take(projectId, bytes) {
      const turns = projects.get(projectId) ?? { bytesInFlight: 0, requestsInFlight: 0, waiting: new Set() }
      projects.set(projectId, turns)
      const isNext = requestsWaiting === 0 || !nextOf(projects.values(), mayBegin)
      if (isNext && mayBegin(turns) && hasRoom(bytes)) return begin(projectId, turns, bytes)
      return wait(projectId, turns, bytes)
    },
    state: () => ({ bytesInFlight, requestsWaiting }),
  }
}

interface Outcomes {
  onTurn(): void
  onTooLate(): void
}

function enqueue(queue: Set<Waiting>, bytes: number, milliseconds: number, { onTurn, onTooLate }: Outcomes): void {
  const waiting: Waiting = {
    bytes,
    start() {
      clearTimeout(timer)
      queue.delete(waiting)
      onTurn()
    },
  }
  const timer = setTimeout(() => {
    queue.delete(waiting)
    onTooLate()
  }, milliseconds)
  queue.add(waiting)
}

function forgetIdle(projects: Map<string, ProjectTurns>, projectId: string): void {
  const turns = projects.get(projectId)
  if (turns?.requestsInFlight === 0 && turns.waiting.size === 0) projects.delete(projectId)
}

/** The longest waiting request of the project with the fewest bytes in flight, of those that may begin another. */
function nextOf(projects: Iterable<ProjectTurns>, mayBegin: (project: ProjectTurns) => boolean): Waiting | undefined {
  let next: Waiting | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const project of projects) {
    const { bytesInFlight, waiting } = project
    const [first] = waiting
    if (first === undefined || bytesInFlight >= fewest || !mayBegin(project)) continue
    next = first
    fewest = bytesInFlight
  }
  return next
}
