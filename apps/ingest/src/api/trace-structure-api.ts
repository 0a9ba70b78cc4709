import { Readable } from 'node:stream'
import {
  problemSchema,
  traceAttributeKeysSchema,
  traceAttributeQuerySchema,
  traceAttributeSchema,
  traceIdSchema,
  traceStructureQuerySchema,
  traceStructureSchema,
} from '@hanzo/schema/api'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { exportTrace } from '../query/export-trace.ts'
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
        querystring: traceStructureQuerySchema,
        response: answers(traceStructureSchema),
      },
    },
    async (request, reply) => {
      const context = await queryContext(parts, request, reply)
      const structure = await getTraceStructure(context, request.params.traceId, request.query)
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

  app.get(
    `${tracePath}/otlp`,
    {
      schema: {
        tags,
        summary: 'Download a trace as OTLP/JSON',
        description:
          'An ExportTraceServiceRequest with the spans that have ended, at most 100 000, streamed: any OTLP receiver takes it.',
        params,
        response: { '4xx': problemSchema, '5xx': problemSchema },
      },
    },
    async (request, reply) => {
      const { traceId } = request.params
      return sendOtlp(reply, traceId, exportTrace(await queryContext(parts, request, reply), traceId))
    },
  )
}

/** Sends what is read as it is read. The first of it comes before the status, so that a refusal has its own. */
async function sendOtlp(reply: FastifyReply, traceId: string, groups: AsyncGenerator<object>): Promise<FastifyReply> {
  const first = await groups.next()
  async function* text(): AsyncGenerator<string> {
    yield `{"resourceSpans":[${first.done ? '' : JSON.stringify(first.value)}`
    for await (const group of groups) yield `,${JSON.stringify(group)}`
    yield ']}'
  }
  return reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="trace-${traceId}.json"`)
    .send(Readable.from(text(), { objectMode: false }))
}
