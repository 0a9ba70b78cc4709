import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import type { Logger } from '../logger.ts'
import { readActiveKeys, readActiveSeries } from '../query/lately-active.ts'
import type { QueryContext } from '../query/run-query.ts'
import { generationsKept as keyGenerations } from './active-keys.ts'
import { generationsKept as seriesGenerations } from './active-series.ts'
import { generationOf, type ProjectCardinality, secondsPerGeneration } from './cardinality-guard.ts'

export interface RestoreOptions {
  clickhouse: ClickHouseClient
  /** ClickHouse can be asked. */
  tablesReady: Promise<void>
  logger: Pick<Logger, 'warn'>
}

/** Adds to a project what was active in it before this process started. Resolves in any case. */
export type RestoreCardinality = (projectId: string, project: ProjectCardinality) => Promise<void>

/**
 * Makes the function that restores what is active from ClickHouse. Records that come before it is done are admitted as they
 * come; what was active is active then all the same.
 */
export function createRestoreCardinality({ clickhouse, tablesReady, logger }: RestoreOptions): RestoreCardinality {
  return async (projectId, project) => {
    await tablesReady
    const context = { clickhouse, project: { projectId, retentionDays: 0 } }
    try {
      await restoreSeries(context, project)
      await restoreKeys(context, project)
    } catch (err) {
      logger.warn(
        { projectId, err },
        'which series and attribute keys were active could not be read: new ones come first',
      )
    }
  }
}

/** A series is stored once an hour, so that its last point may be an hour, a generation, behind what is read. */
async function restoreSeries(context: QueryContext, { generation, limits, series }: ProjectCardinality): Promise<void> {
  const question = { since: startOf(generation - seriesGenerations), limit: limits.seriesMax }
  for await (const { metricNames, lows, highs, areOverflow, lastSeen } of readActiveSeries(context, question)) {
    for (const [row, metricName] of metricNames.entries()) {
      const low = lows[row] as number
      const high = highs[row] as number
      const last = generationOf((lastSeen[row] as number) * 1000) + 1
      if (areOverflow[row] === 1) series.restoreOverflow(low, high, last)
      else series.restore(metricName, low, high, last)
    }
    await nextTurn()
  }
}

async function restoreKeys(
  context: QueryContext,
  { generation, limits, attributeKeys }: ProjectCardinality,
): Promise<void> {
  const question = { since: startOf(generation - keyGenerations + 1), limit: limits.attributeKeysMax }
  for await (const { keys, lastSeen } of readActiveKeys(context, question)) {
    for (const [row, key] of keys.entries()) {
      attributeKeys.restore(key, generationOf((lastSeen[row] as number) * 1000))
    }
    await nextTurn()
  }
}

const startOf = (generation: number) => generation * secondsPerGeneration
