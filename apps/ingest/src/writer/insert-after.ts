import type { InsertSection } from './insert-section.ts'

/**
 * Holds inserts back until ClickHouse's tables are those of this release: rows that come sooner, such as those left in
 * the spool by the release before, would be refused for good.
 */
export function insertAfter(tablesReady: Promise<void>, insert: InsertSection): InsertSection {
  return async (section, signal) => {
    await orAborted(tablesReady, signal)
    await insert(section, signal)
  }
}

async function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  const listening = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: listening.signal })
  })
  signal.throwIfAborted()
  await Promise.race([promise, aborted]).finally(() => listening.abort())
}
