import { ReceiverBusyError } from './receiver-errors.ts'

/** The share of one request in the memory for bodies. */
export interface BodyShare {
  /** @throws {ReceiverBusyError} when the requests of its project would hold more than they leave free for all others. */
  take(bytes: number): void
  /** Gives everything back; once. */
  release(): void
}

export interface BodyMemory {
  open(projectId: string): BodyShare
}

/** Bodies that all requests hold at one time, in multiples of the largest one. */
const largestBodies = 16

/**
 * Bounds the bytes of bodies, as sent and decompressed, that the requests of all receivers hold at one time. A project may
 * hold as much as it leaves free: one alone has half, several share, and none can take the room of those that come later.
 */
export function bodyMemoryFor(bodyBytesMax: number): BodyMemory {
  return createBodyMemory(bodyBytesMax * largestBodies)
}

export function createBodyMemory(bytesMax: number): BodyMemory {
  let bytesTaken = 0
  const byProject = new Map<string, number>()

  function change(projectId: string, bytes: number): void {
    const ofProject = (byProject.get(projectId) ?? 0) + bytes
    bytesTaken += bytes
    if (ofProject === 0) byProject.delete(projectId)
    else byProject.set(projectId, ofProject)
  }

  return {
    open(projectId) {
      let share = 0
      return {
        take(bytes) {
          const ofProject = (byProject.get(projectId) ?? 0) + bytes
          if (ofProject > bytesMax - bytesTaken - bytes) throw new ReceiverBusyError({ bytesMax })
          change(projectId, bytes)
          share += bytes
        },
        release() {
          change(projectId, -share)
          share = 0
        },
      }
    },
  }
}
