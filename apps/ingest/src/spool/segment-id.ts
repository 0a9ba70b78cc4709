import { randomBytes } from 'node:crypto'

/**
 * Names of segments: they sort in order of creation, and none is ever used again, not by another receiver of the same
 * ClickHouse either, because that takes a second segment of the same name for a repetition of the first.
 * @param newestId the newest segment that was found at start; later ones sort behind it even when the clock stepped back.
 */
export function createSegmentIds(newestId: string | undefined, now: () => number = Date.now): () => string {
  const run = randomBytes(8).toString('hex')
  let last = newestId === undefined ? 0 : Number.parseInt(newestId, 10) || 0
  return () => {
    last = Math.max(last + 1, now())
    return `${String(last).padStart(15, '0')}-${run}`
  }
}
