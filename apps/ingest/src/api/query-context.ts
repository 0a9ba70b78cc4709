import type { FastifyReply, FastifyRequest } from 'fastify'
import type { QueryContext } from '../query/run-query.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

/** Who asks, as the queries need it. A client that goes away takes its query with it. */
export async function queryContext(
  { clickhouse, resolveProjectAccess }: Pick<TelemetryApiParts, 'clickhouse' | 'resolveProjectAccess'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<QueryContext> {
  const project = await resolveProjectAccess(request)
  const gone = new AbortController()
  if (reply.raw.destroyed) gone.abort()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return { clickhouse, project, signal: gone.signal }
}
