import {
  traceAttributeKeysSchema,
  traceAttributeQuerySchema,
  traceAttributeSchema,
  traceIdSchema,
  traceStructureSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { getTraceStructure } from '../query/get-trace-structure.ts'
import { getTraceAttribute, listTraceAttributeKeys } from '../query/trace-attributes.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams, projectPath } from './route-schema.ts'
import { sendColumns } from './send-columns.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['traces']
const params = projectParams.extend({ traceId: traceIdSchema })
const tracePath = `${projectPath}/traces/:traceId`

/** What the page of a trace reads of all its spans at once. */
export const traceStructureApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${tracePath}/structure`,
    {
      schema: {
        tags,
        summary: 'Get the structure of a trace as columns',
        description:
          'Up to 100 000 spans in a few megabytes: every column has a value for each span, by start time. Attributes are read span by span.',
        params,
        response: answers(traceStructureSchema),
      },
    },
    async (request, reply) => {
      const structure = await getTraceStructure(await queryContext(parts, request, reply), request.params.traceId)
      return sendColumns(request, reply, structure, structure.parents.length)
    },
  )

  app.get(
    `${tracePath}/attributes/keys`,
    {
      schema: {
        tags,
        summary: 'List the attribute keys of the spans of a trace',
        params,
        response: answers(traceAttributeKeysSchema),
      },
    },
    async (request, reply) => listTraceAttributeKeys(await queryContext(parts, request, reply), request.params.traceId),
  )

  app.get(
    `${tracePath}/attributes/values`,
    {
      schema: {
        tags,
        summary: 'Get the values of one attribute in a trace, by span',
        params,
        querystring: traceAttributeQuerySchema,
        response: answers(traceAttributeSchema),
      },
    },
    async (request, reply) => {
      const context = await queryContext(parts, request, reply)
      const attribute = await getTraceAttribute(context, request.params.traceId, request.query.key)
      return sendColumns(request, reply, attribute, attribute.codes.length)
    },
  )
}
