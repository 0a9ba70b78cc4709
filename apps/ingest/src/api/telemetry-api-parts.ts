import type { ClickHouseClient } from '@clickhouse/client'
import type { FastifyRequest } from 'fastify'
import type { FollowLimits } from '../follow/follow-tail.ts'
import type { Receivers } from '../follow/receivers.ts'
import type { Logger } from '../logger.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import type { TailSubscriptions } from '../tail/tail-client.ts'

export interface TelemetryApiParts {
  clickhouse: ClickHouseClient
  /** For answers that are sent on as they are read, at the pace of their readers; `clickhouse` where there is none. */
  streams?: ClickHouseClient
  tail: TailSubscriptions
  /** Whose rows tails show. */
  receivers: Receivers
  logger: Pick<Logger, 'warn'>
  /** The project of the path when the sender may read it; throws otherwise. */
  resolveProjectAccess(request: FastifyRequest): Promise<ProjectIdentity>
  /** How often a tail's client is asked whether it is still there. */
  heartbeatMs?: number
  /** How often it is looked whether a tail's client may still see it. */
  accessEveryMs?: number
  tailLimits?: Partial<FollowLimits>
}
