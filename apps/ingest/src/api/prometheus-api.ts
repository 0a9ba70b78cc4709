import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answerInstant, answerRange } from '../promql/answer-promql.ts'
import { createTurns } from '../promql/create-turns.ts'
import { createSampleSource } from '../query/promql/create-sample-source.ts'
import { createMetricCatalog, type MetricCatalog } from '../query/promql/metric-catalog.ts'
import { answerPrometheusError, resultData, success } from './prometheus-answers.ts'
import { prometheusLists } from './prometheus-lists.ts'
import { durationOf, parametersOf, requiredText, timeOf, timeoutOf } from './prometheus-parameters.ts'
import { queryContext } from './query-context.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const prometheusPath = `${projectPath}/prometheus/api/v1`

/** Each may hold some hundred megabytes. */
const answeredAtOnce = 4

const tags = ['prometheus']
const text = z.string().optional()
const instantSchema = z.object({
  query: text,
  time: text,
  timeout: text,
  lookback_delta: text,
  stats: text,
  limit: text,
})
const rangeSchema = z.object({ query: text, start: text, end: text, step: text, timeout: text, limit: text })

/** Prometheus's HTTP API over the project's metrics, with its own answers and errors. */
export const prometheusApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  const catalog = createMetricCatalog()
  const turns = createTurns(answeredAtOnce)
  app.setErrorHandler(answerPrometheusError)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(String(body))),
  )

  const routes = [
    {
      path: 'query',
      summary: 'Evaluate PromQL at one time',
      querystring: instantSchema,
      answer: instant(parts, catalog),
    },
    {
      path: 'query_range',
      summary: 'Evaluate PromQL over a range',
      querystring: rangeSchema,
      answer: range(parts, catalog),
    },
  ]
  for (const { path, summary, querystring, answer } of routes) {
    const schema = {
      tags,
      summary,
      params,
      description: 'Prometheus HTTP API. GET, or POST with the parameters as a form.',
    }
    const inTurn: Answer = (request, reply) => turns.take(() => answer(request, reply))
    app.get(`${prometheusPath}/${path}`, { schema: { ...schema, querystring } }, inTurn)
    app.post(`${prometheusPath}/${path}`, { schema }, inTurn)
  }
  await app.register(prometheusLists, { ...parts, catalog })
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

const instant =
  (parts: TelemetryApiParts, catalog: MetricCatalog): Answer =>
  async (request, reply) => {
    const parameters = parametersOf(request)
    const context = await queryContext(parts, request, reply)
    const warnings = new Set<string>()
    const answer = await answerInstant(requiredText(parameters, 'query'), timeOf(parameters, 'time', Date.now()), {
      source: createSampleSource(context, catalog, (message) => warnings.add(message)),
      timeoutMilliseconds: timeoutOf(parameters),
      signal: context.signal,
    })
    return success(resultData(answer), [...answer.warnings, ...warnings])
  }

const range =
  (parts: TelemetryApiParts, catalog: MetricCatalog): Answer =>
  async (request, reply) => {
    const parameters = parametersOf(request)
    const context = await queryContext(parts, request, reply)
    const warnings = new Set<string>()
    const steps = {
      start: timeOf(parameters, 'start'),
      end: timeOf(parameters, 'end'),
      interval: durationOf(parameters, 'step'),
    }
    const answer = await answerRange(requiredText(parameters, 'query'), steps, {
      source: createSampleSource(context, catalog, (message) => warnings.add(message)),
      timeoutMilliseconds: timeoutOf(parameters),
      signal: context.signal,
    })
    return success(resultData(answer), [...answer.warnings, ...warnings])
  }
