import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { HanzoError } from '../errors.ts'
import { answerInstant, answerRange } from '../promql/answer-promql.ts'
import { createTurns } from '../promql/create-turns.ts'
import { PromqlError } from '../promql/promql-error.ts'
import { createSampleSource } from '../query/promql/create-sample-source.ts'
import { createMetricCatalog, type MetricCatalog } from '../query/promql/metric-catalog.ts'
import type { QueryContext } from '../query/run-query.ts'
import { answerPrometheusError, resultData, success } from './prometheus-answers.ts'
import { prometheusLists } from './prometheus-lists.ts'
import { durationOf, parametersOf, refuseLookback, requiredText, timeOf, timeoutOf } from './prometheus-parameters.ts'
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
const rangeSchema = instantSchema.omit({ time: true }).extend({ start: text, end: text, step: text })

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
      answer: instant(catalog),
    },
    {
      path: 'query_range',
      summary: 'Evaluate PromQL over a range',
      querystring: rangeSchema,
      answer: range(catalog),
    },
  ]
  for (const { path, summary, querystring, answer } of routes) {
    const schema = {
      tags,
      summary,
      params,
      description: 'Prometheus HTTP API. GET, or POST with the parameters as a form.',
    }
    const inTurn = async (request: FastifyRequest, reply: FastifyReply) => {
      const parameters = parametersOf(request)
      refuseLookback(parameters)
      const timeoutMilliseconds = timeoutOf(parameters)
      const context = await queryContext(parts, request, reply)
      return withinTime(context, timeoutMilliseconds, (limited) =>
        turns.take(
          context.project.projectId,
          () => answer({ parameters, timeoutMilliseconds, context: limited }),
          limited.signal,
        ),
      )
    }
    app.get(`${prometheusPath}/${path}`, { schema: { ...schema, querystring } }, inTurn)
    app.post(`${prometheusPath}/${path}`, { schema }, inTurn)
  }
  await app.register(prometheusLists, { ...parts, catalog })
}

interface Asked {
  parameters: URLSearchParams
  context: QueryContext
  timeoutMilliseconds: number
}

type Answer = (asked: Asked) => Promise<unknown>

/** Ends what is asked, its turn and its reading too, when its time is up. @throws {PromqlError} then. */
async function withinTime(
  context: QueryContext,
  milliseconds: number,
  answer: (limited: QueryContext) => Promise<unknown>,
): Promise<unknown> {
  const late = AbortSignal.timeout(milliseconds)
  const signal = context.signal ? AbortSignal.any([context.signal, late]) : late
  try {
    return await answer({ ...context, signal })
  } catch (error) {
    const isEnded = error instanceof HanzoError && /^(?:QUERY_CANCELLED|PROMQL_CANCELED)$/.test(error.code)
    if (!isEnded || !late.aborted || context.signal?.aborted) throw error
    throw timedOut(milliseconds, error)
  }
}

const timedOut = (milliseconds: number, cause: unknown): PromqlError =>
  new PromqlError(
    'timeout',
    `query timed out after ${milliseconds / 1000} s: shorten the range, enlarge the step or select fewer series`,
    { cause },
  )

const instant =
  (catalog: MetricCatalog): Answer =>
  async ({ parameters, context, timeoutMilliseconds }) => {
    const warnings = new Set<string>()
    const answer = await answerInstant(requiredText(parameters, 'query'), timeOf(parameters, 'time', Date.now()), {
      source: createSampleSource(context, catalog, (message) => warnings.add(message)),
      timeoutMilliseconds,
      signal: context.signal,
    })
    return success(resultData(answer), [...answer.warnings, ...warnings])
  }

const range =
  (catalog: MetricCatalog): Answer =>
  async ({ parameters, context, timeoutMilliseconds }) => {
    const warnings = new Set<string>()
    const steps = {
      start: timeOf(parameters, 'start'),
      end: timeOf(parameters, 'end'),
      interval: durationOf(parameters, 'step'),
    }
    const answer = await answerRange(requiredText(parameters, 'query'), steps, {
      source: createSampleSource(context, catalog, (message) => warnings.add(message)),
      timeoutMilliseconds,
      signal: context.signal,
    })
    return success(resultData(answer), [...answer.warnings, ...warnings])
  }
