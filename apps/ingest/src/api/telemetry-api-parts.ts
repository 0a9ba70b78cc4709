import type { ClickHouseClient } from '@clickhouse/client'
import type { FastifyRequest } from 'fastify'
import type { ProjectIdentity } from '../project-identity.ts'
import type { TailSubscriptions } from '../tail/create-tail.ts'

export interface TelemetryApiParts {
  clickhouse: ClickHouseClient
  tail: TailSubscriptions
  /** The project of the path when the sender may read it; throws otherwise. */
  resolveProjectAccess(request: FastifyRequest): Promise<ProjectIdentity>
  /** How often a tail's client is asked whether it is still there. */
  heartbeatMs?: number
}
