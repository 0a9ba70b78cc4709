import {
  listMetricsQuerySchema,
  metricAttributesQuerySchema,
  metricAttributesSchema,
  metricHeatmapQuerySchema,
  metricHeatmapSchema,
  metricListSchema,
  metricQueryAnswerSchema,
  metricQueryRequestSchema,
  metricSeriesQuerySchema,
  metricSeriesSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listMetricAttributes } from '../query/metrics/list-metric-attributes.ts'
import { listMetrics } from '../query/metrics/list-metrics.ts'
import { metricHeatmap } from '../query/metrics/metric-heatmap.ts'
import { metricQuery } from '../query/metrics/metric-query.ts'
import { metricSeries } from '../query/metrics/metric-series.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['metrics']

export const metricsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/metrics`,
    {
      schema: {
        tags,
        summary: 'List metrics',
        params,
        querystring: listMetricsQuerySchema,
        response: answers(metricListSchema),
      },
    },
    async (request, reply) => listMetrics(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/metrics/series`,
    {
      schema: {
        tags,
        summary: 'Read a metric over time',
        params,
        querystring: metricSeriesQuerySchema,
        response: answers(metricSeriesSchema),
      },
    },
    async (request, reply) => metricSeries(await queryContext(parts, request, reply), request.query),
  )

  app.post(
    `${projectPath}/metrics/query`,
    {
      schema: {
        tags,
        summary: 'Read several metrics over time, and formulas of them',
        params,
        body: metricQueryRequestSchema,
        response: answers(metricQueryAnswerSchema),
      },
    },
    async (request, reply) => metricQuery(await queryContext(parts, request, reply), request.body),
  )

  app.get(
    `${projectPath}/metrics/heatmap`,
    {
      schema: {
        tags,
        summary: 'Count the measurements of a histogram by time and value',
        params,
        querystring: metricHeatmapQuerySchema,
        response: answers(metricHeatmapSchema),
      },
    },
    async (request, reply) => metricHeatmap(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/metrics/attributes`,
    {
      schema: {
        tags,
        summary: 'List what a metric can be grouped and filtered by',
        params,
        querystring: metricAttributesQuerySchema,
        response: answers(metricAttributesSchema),
      },
    },
    async (request, reply) => listMetricAttributes(await queryContext(parts, request, reply), request.query),
  )
}
