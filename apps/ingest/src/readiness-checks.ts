import type { ClickHouseClient } from '@clickhouse/client'
import type { Accounts } from './accounts/accounts.ts'
import type { Check } from './health.ts'
import type { Pipeline } from './pipeline.ts'
import { type Readiness, StartingError } from './readiness.ts'

/** What `/readyz` asks: the engines are reachable and migrated, the spool is below its limit. */
export function readinessChecks(parts: {
  accounts: Accounts
  clickhouse: ClickHouseClient
  pipeline: Pick<Pipeline, 'state'>
  readiness: Readiness
}): Check[] {
  const { accounts, clickhouse, pipeline, readiness } = parts
  return [
    {
      name: 'postgresql',
      async run() {
        if (!readiness.accounts) throw new StartingError()
        await accounts.check()
      },
    },
    {
      name: 'clickhouse',
      async run() {
        if (!readiness.telemetry) throw new StartingError()
        const answer = await clickhouse.ping()
        if (!answer.success) throw new Error('clickhouse is unavailable', { cause: answer.error })
      },
    },
    {
      name: 'spool',
      async run() {
        const { spoolBytes, spoolBytesMax } = pipeline.state()
        if (spoolBytes >= spoolBytesMax) throw new Error('the spool is full: clickhouse takes no rows')
      },
    },
  ]
}
