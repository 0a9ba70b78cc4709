import type { RowBatch } from '@hanzo/schema/row'
import type { Logger } from '../logger.ts'
import type { IngestLedger } from './ingest-ledger.ts'

export interface StoreOutcomesOptions {
  pending: IngestLedger['pending']
  /** Resolves when the rows are durable: they go the way of telemetry. */
  accept(batch: Pick<RowBatch, 'ingest_outcomes'>): Promise<void>
  logger: Pick<Logger, 'warn'>
  /** How long what was not stored may wait … */
  problemsAfterMs?: number
  /** … and how long what was accepted may. */
  acceptedAfterMs?: number
}

export interface OutcomeStore {
  /** Stores what waits now. Never rejects: what cannot be stored waits for the next time. */
  flush(): Promise<void>
  /** Stores what waits, and nothing after it. */
  close(): Promise<void>
}

/**
 * Moves what the ledger counted into the pipeline, so that it survives restarts: within seconds where something was
 * refused, now and then where all went well. At a hard end of the process the last of it is lost.
 */
export function storeOutcomes(options: StoreOutcomesOptions): OutcomeStore {
  const { pending, accept, logger, problemsAfterMs = 2_000, acceptedAfterMs = 30_000 } = options
  let waitedMs = 0
  let failures = 0
  let running: Promise<void> | undefined

  async function store(): Promise<void> {
    const rows = pending.take()
    if (rows.length === 0) return
    try {
      await accept({ ingest_outcomes: rows })
      failures = 0
    } catch (error) {
      pending.giveBack(rows)
      failures += 1
      // The first time, then ever more rarely: a spool that is full for hours must not fill the log.
      if ((failures & (failures - 1)) === 0) {
        logger.warn({ err: error, failures }, 'what became of requests could not be stored, trying again')
      }
    }
  }
  function flush(): Promise<void> {
    waitedMs = 0
    running ??= store().finally(() => {
      running = undefined
    })
    return running
  }
  const timer = setInterval(() => {
    waitedMs += problemsAfterMs
    if (pending.size > 0 && (pending.hasProblems || waitedMs >= acceptedAfterMs)) void flush()
  }, problemsAfterMs)
  timer.unref()

  return {
    flush,
    async close() {
      clearInterval(timer)
      await running
      await flush()
    },
  }
}
