import type { ColumnBatch } from '../columns/column-batch.ts'
import type { Logger } from '../logger.ts'
import { type AttributeRows, createAttributeCounter } from './attribute-counter.ts'
import { createAttributeSampler } from './attribute-sampler.ts'

export interface AttributeStatisticsOptions {
  /** Resolves when the rows are durable: they go the way of telemetry. */
  accept(batch: AttributeRows): Promise<void>
  logger: Pick<Logger, 'warn'>
  everyMs?: number
}

/** Counts the attributes of what is stored. */
export interface AttributeStatistics {
  /** Looks at durable rows while their columns are still there. Never throws on what a sender sent. */
  observe(batch: ColumnBatch): void
  /** Stores what was counted. Never rejects: what cannot be stored is given up, and later counts are what they are. */
  flush(): Promise<void>
  /** Stores what was counted, and nothing after it. */
  close(): Promise<void>
}

/** Stores the counts once a minute; at a hard end of the process those of the last minute are lost. */
export function storeAttributeStatistics(options: AttributeStatisticsOptions): AttributeStatistics {
  const { accept, logger, everyMs = 60_000 } = options
  const counter = createAttributeCounter()
  const sampler = createAttributeSampler({ counter })
  let running = Promise.resolve()

  async function store(): Promise<void> {
    const rows = counter.takeRows(Date.now())
    if (rows.attribute_keys.length === 0) return
    try {
      await accept(rows)
    } catch (error) {
      logger.warn({ err: error }, 'a minute of attribute statistics could not be stored')
    }
  }
  function flush(): Promise<void> {
    running = running.then(store)
    return running
  }
  const timer = setInterval(() => void flush(), everyMs)
  timer.unref()

  return {
    observe: sampler.observe,
    flush,
    close() {
      clearInterval(timer)
      return flush()
    },
  }
}
