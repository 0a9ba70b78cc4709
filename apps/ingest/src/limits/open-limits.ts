import type { LimitStore } from '../accounts/limit-store.ts'
import type { UsageStore } from '../accounts/usage-store.ts'
import type { Intake } from '../intake.ts'
import type { Logger } from '../logger.ts'
import { createDailyUsage } from './daily-usage.ts'
import { type CeilingSettings, ceilingOf } from './effective-limits.ts'
import { createFairTurns, type FairTurns } from './fair-turns.ts'
import { createIngestLimits, type IngestLimits } from './ingest-limits.ts'
import { limitIntake, takeTurns } from './limited-intake.ts'
import { createTurnWindow } from './turn-window.ts'

export interface OpenLimits {
  limits: IngestLimits
  turns: Pick<FairTurns, 'state'>
  /** The intake within the limits: what receivers are given. */
  limit(intake: Intake): Intake
  /** The intake shared between projects: what does the work. */
  share(intake: Intake): Intake
  /** Stores what was counted. */
  flush(): Promise<void>
  /** The same, and stops doing so every few seconds. */
  close(): Promise<void>
}

/** Requests between their receipt and their acknowledgement: what a small project waits behind when a large one floods. */
const underWay = { bytesMin: 1024 ** 2, bytesMax: 16 * 1024 ** 2, targetMilliseconds: 200 }
/** Clients give up after 10 seconds by default. */
const turnMillisecondsMax = 5_000

/** The limits of all projects, by what is set in PostgreSQL and in the configuration. */
export function openLimits(
  config: CeilingSettings,
  { accounts, logger }: { accounts: { limits: LimitStore; usage: UsageStore }; logger: Pick<Logger, 'warn'> },
): OpenLimits {
  const usage = createDailyUsage({ store: accounts.usage, logger })
  const limits = createIngestLimits({ settings: accounts.limits, usage, ceiling: ceilingOf(config) })
  const turns = createFairTurns({ window: createTurnWindow(underWay), waitMilliseconds: turnMillisecondsMax })
  return {
    limits,
    turns,
    limit: (intake) => limitIntake(intake, limits),
    share: (intake) => takeTurns(intake, turns),
    flush: usage.flush,
    close: usage.close,
  }
}
