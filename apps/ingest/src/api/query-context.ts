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
  const onClose = () => {
    if (!reply.raw.writableFinished) gone.abort()
  }
  // Who left while the access was looked up has closed already.
  if (reply.raw.destroyed) onClose()
  else reply.raw.once('close', onClose)
  return { clickhouse, project, signal: gone.signal }
}
