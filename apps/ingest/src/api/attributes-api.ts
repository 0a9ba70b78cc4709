import {
  attributeKeyListSchema,
  attributeKeysQuerySchema,
  attributeValueListSchema,
  attributeValuesQuerySchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listAttributeKeys } from '../query/list-attribute-keys.ts'
import { listAttributeValues } from '../query/list-attribute-values.ts'
import { listSeriesKeys } from '../query/metrics/list-series-keys.ts'
import { listSeriesValues } from '../query/metrics/list-series-values.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['attributes']

/** Which attributes records have: what a search is completed with. */
export const attributesApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/attributes/keys`,
    {
      schema: {
        tags,
        summary: 'List the keys of attributes',
        description: 'Most frequent first, with their types. Counts are estimates from a sample, of whole days of UTC.',
        params,
        querystring: attributeKeysQuerySchema,
        response: answers(attributeKeyListSchema),
      },
    },
    async (request, reply) => {
      const list = request.query.signal === 'metrics' ? listSeriesKeys : listAttributeKeys
      return list(await queryContext(parts, request, reply), request.query)
    },
  )

  app.get(
    `${projectPath}/attributes/values`,
    {
      schema: {
        tags,
        summary: 'List the values of an attribute',
        description:
          'Most frequent first. Counts are estimates from a sample, of whole quarters of an hour; values that are long, nearly unique or doubles are not counted: otherCount of the key tells of how many records.',
        params,
        querystring: attributeValuesQuerySchema,
        response: answers(attributeValueListSchema),
      },
    },
    async (request, reply) => {
      const list = request.query.signal === 'metrics' ? listSeriesValues : listAttributeValues
      return list(await queryContext(parts, request, reply), request.query)
    },
  )
}
