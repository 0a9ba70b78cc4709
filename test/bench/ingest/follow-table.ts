import { setTimeout as delay } from 'node:timers/promises'

const everyMs = 50

export interface TableFollower {
  /** Notes how many rows were accepted by now. */
  accepted(rows: number): void
  /** Resolves when as many rows are there. @throws {Error} when none came for a minute. */
  caughtUp(rows: number): Promise<void>
  /** Milliseconds from the acknowledgement of rows until a query counts them. Exact to the time of one count and 50 ms. */
  readonly lags: number[]
  close(): Promise<void>
}

/** Asks again and again how many rows a table has, and compares that with how many were accepted until then. */
export function followTable(countRows: () => Promise<number>, before: number): TableFollower {
  const waiting: { rows: number; at: number }[] = []
  const lags: number[] = []
  let acceptedRows = before
  let storedRows = before
  let isClosed = false

  async function follow(): Promise<void> {
    while (!isClosed) {
      storedRows = await countRows()
      const now = performance.now()
      while (waiting[0] && waiting[0].rows <= storedRows) lags.push(now - (waiting.shift()?.at ?? now))
      await delay(everyMs)
    }
  }
  const following = follow()
  return {
    lags,
    accepted(rows) {
      acceptedRows += rows
      waiting.push({ rows: acceptedRows, at: performance.now() })
    },
    async caughtUp(rows) {
      let last = storedRows
      let changedAt = performance.now()
      while (storedRows < before + rows) {
        if (storedRows !== last) changedAt = performance.now()
        last = storedRows
        if (performance.now() - changedAt > 60_000)
          throw new Error(`${storedRows - before} of ${rows} rows were stored`)
        await delay(everyMs)
      }
    },
    async close() {
      isClosed = true
      await following
    },
  }
}
