import { ReceiverBusyError } from './receiver-errors.ts'

/** The share of one request in the memory for bodies. */
export interface BodyShare {
  /** @throws {ReceiverBusyError} when all requests together would hold more than the maximum. */
  take(bytes: number): void
  /** Gives everything back; once. */
  release(): void
}

export interface BodyMemory {
  open(): BodyShare
}

/** Bodies that all requests hold at one time, in multiples of the largest one. */
const largestBodies = 16

/** Bounds the bytes of bodies, as sent and decompressed, that the requests of all receivers hold at one time. */
export function bodyMemoryFor(bodyBytesMax: number): BodyMemory {
  return createBodyMemory(bodyBytesMax * largestBodies)
}

export function createBodyMemory(bytesMax: number): BodyMemory {
  let bytesTaken = 0
  return {
    open() {
      let share = 0
      return {
        take(bytes) {
          if (bytesTaken + bytes > bytesMax) throw new ReceiverBusyError({ bytesMax })
          bytesTaken += bytes
          share += bytes
        },
        release() {
          bytesTaken -= share
          share = 0
        },
      }
    },
  }
}
