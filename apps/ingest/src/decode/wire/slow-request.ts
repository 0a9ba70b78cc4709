import type { DecodeContext } from '../decoded.ts'

/** What of a request went the generic way so far. */
export interface SlowBytes {
  slowBytes: number
}

class SlowRequest extends Error {
  constructor() {
    super('more of the request takes the generic path than may hold up others')
    this.name = 'SlowRequest'
  }
}

// One for all, as `unusualShape` is.
export const slowRequest = new SlowRequest()

/**
 * Counts bytes that are about to go the generic way.
 * @throws slowRequest when those of the request are more than may: the caller takes back what was put.
 */
export function chargeSlow(memory: SlowBytes, { slowBytesMax }: DecodeContext, bytes: number): void {
  memory.slowBytes += bytes
  if (slowBytesMax !== undefined && memory.slowBytes > slowBytesMax) throw slowRequest
}
