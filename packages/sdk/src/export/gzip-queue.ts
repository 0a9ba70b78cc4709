import type { Gzip } from '../runtime/runtime.ts'
import type { Batch } from './batch-lists.ts'

/** Compresses one batch after the other. It holds what the buffer holds: whoever drops a batch removes it here too. */
export interface GzipQueue {
  add(batch: Batch): void
  remove(batch: Batch): void
  /** Resolves once a batch that was added is compressed, was removed, or turned out not to be compressible. */
  done(batch: Batch): Promise<void>
}

/**
 * @param gzip a batch that it fails on stays as it is.
 * @param onCompressed is told of batches that were not removed meanwhile.
 */
export function createGzipQueue(gzip: Gzip, onCompressed: (batch: Batch, bytes: Uint8Array) => void): GzipQueue {
  const waiting = new Set<Batch>()
  const waiters = new Map<Batch, () => void>()
  let isRunning = false

  const finish = (batch: Batch) => {
    waiting.delete(batch)
    waiters.get(batch)?.()
    waiters.delete(batch)
  }
  // One at a time: a compression holds one of the few threads that also serve files and names.
  async function run(): Promise<void> {
    isRunning = true
    for (const batch of waiting) {
      try {
        const bytes = await gzip(batch.bytes)
        // The memory of a batch that was dropped meanwhile may have been used again, so what came of it means nothing.
        if (waiting.has(batch)) onCompressed(batch, bytes)
      } catch {
        // It is sent as it is: compression saves bytes, it decides nothing.
        batch.isGzip = false
      }
      finish(batch)
    }
    isRunning = false
  }
  return {
    add(batch) {
      waiting.add(batch)
      if (!isRunning) void run()
    },
    remove: finish,
    done: (batch) => (waiting.has(batch) ? new Promise((resolve) => waiters.set(batch, resolve)) : Promise.resolve()),
  }
}
