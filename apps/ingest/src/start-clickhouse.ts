import { setTimeout as delay } from 'node:timers/promises'
import { migrateClickHouse } from './clickhouse/migrate-clickhouse.ts'
import { EngineUnavailableError } from './errors.ts'
import type { Logger } from './logger.ts'

/**
 * Waits until ClickHouse answers, however long that takes, and brings its tables up to date.
 * @throws {SchemaTooNewError} @throws {MigrationEditedError} @throws {MigrationFailedError}
 */
export async function startClickHouse(
  options: { url: string; database: string },
  { onWaiting, signal, logger }: { onWaiting: (error: Error) => void; signal: AbortSignal; logger: Logger },
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const versions = await migrateClickHouse(options)
      if (versions.length > 0) logger.info({ versions }, 'migrated the clickhouse database')
      return
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error
      onWaiting(error)
    }
    await delay(Math.min(100 * 2 ** attempt, 2_000), undefined, { signal })
  }
}
