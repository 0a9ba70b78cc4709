import { ReceiverBusyError } from './receiver-errors.ts'

/** The share of one request in the memory for bodies. */
export interface BodyShare {
  /** @throws {ReceiverBusyError} when all requests together would hold more than the maximum. */
  take(bytes: number): void
  /** Gives everything back; once. */
  release(): void
}

/** Bounds the decompressed bytes that all requests hold at one time. */
export function createBodyMemory(bytesMax: number): { open(): BodyShare } {
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
