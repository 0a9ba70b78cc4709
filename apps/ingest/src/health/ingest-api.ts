import {
  ingestHistogramQuerySchema,
  ingestHistogramSchema,
  ingestProblemListSchema,
  ingestStatusSchema,
  listIngestProblemsQuerySchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { queryContext } from '../api/query-context.ts'
import { answers, projectParams as params, projectPath } from '../api/route-schema.ts'
import type { TelemetryApiParts } from '../api/telemetry-api-parts.ts'
import { ingestHistogram } from '../query/ingest-histogram.ts'
import { listIngestProblems } from '../query/list-ingest-problems.ts'
import { type DeadLettersApiParts, deadLetterChangesApi, deadLettersApi } from './dead-letters-api.ts'
import { type IngestStatusParts, ingestStatus } from './ingest-status.ts'

export interface IngestApiParts
  extends IngestStatusParts,
    DeadLettersApiParts,
    Pick<TelemetryApiParts, 'clickhouse' | 'resolveProjectAccess'> {
  pipeline: IngestStatusParts['pipeline'] & DeadLettersApiParts['pipeline']
  /** Throws while ClickHouse's tables are not those of this release. */
  assertMigrated(): void
}

const tags = ['ingest']

/**
 * Fastify plugin: ingest health below `/api/projects/:projectId/ingest`. What happens right now and the dead letters are
 * told whether or not ClickHouse answers.
 */
export const ingestApi: FastifyPluginAsyncZod<IngestApiParts> = async (app, parts) => {
  await app.register(deadLetterChangesApi, parts)
  await app.register(async (scope) => {
    // Before the request is validated: who may not ask does not learn what a right question is.
    scope.addHook('onRequest', async (request) => {
      await parts.resolveProjectAccess(request)
    })
    await scope.register(ingestReadApi, parts)
    await scope.register(deadLettersApi, parts)
  })
}

const ingestReadApi: FastifyPluginAsyncZod<IngestApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/ingest/status`,
    {
      schema: {
        tags,
        summary: 'Tell how receiving and writing go right now',
        description:
          'Of the process that answers: where several receive, each has a spool, a lag and dead letters of its own.',
        params,
        response: answers(ingestStatusSchema),
      },
    },
    async (request) => ingestStatus(parts, (await parts.resolveProjectAccess(request)).projectId),
  )

  app.get(
    `${projectPath}/ingest/problems`,
    {
      schema: {
        tags,
        summary: 'List what was not stored and why, most recent first',
        params,
        querystring: listIngestProblemsQuerySchema,
        response: answers(ingestProblemListSchema),
      },
    },
    async (request, reply) => {
      parts.assertMigrated()
      return listIngestProblems(await queryContext(parts, request, reply), request.query)
    },
  )

  app.get(
    `${projectPath}/ingest/histogram`,
    {
      schema: {
        tags,
        summary: 'Count what was accepted, rejected and refused over time',
        params,
        querystring: ingestHistogramQuerySchema,
        response: answers(ingestHistogramSchema),
      },
    },
    async (request, reply) => {
      parts.assertMigrated()
      return ingestHistogram(await queryContext(parts, request, reply), request.query)
    },
  )
}
