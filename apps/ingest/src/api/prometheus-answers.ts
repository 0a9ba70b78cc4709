import type { FastifyReply, FastifyRequest } from 'fastify'
import { HanzoError } from '../errors.ts'
import { answerProblem, problemOf } from '../problem.ts'
import type { PromqlAnswer, PromqlPoint } from '../promql/answer-promql.ts'
import type { Labels } from '../promql/evaluate/labels.ts'
import { printSample } from '../promql/evaluate/print-float.ts'
import { PromqlError, type PromqlErrorType } from '../promql/promql-error.ts'

/** An answer in Prometheus's own form. */
export const success = (data: unknown, warnings: readonly string[] = []) => ({
  status: 'success' as const,
  data,
  ...(warnings.length > 0 && { warnings }),
})

const pointOf = ([time, value]: PromqlPoint) => [time / 1000, printSample(value)]

export const labelObject = (labels: Labels): Record<string, string> => Object.fromEntries(labels.pairs)

/** The data of `query` and `query_range`. */
export function resultData({ result }: PromqlAnswer) {
  switch (result.type) {
    case 'scalar':
      return { resultType: 'scalar', result: pointOf(result.point) }
    case 'string':
      return { resultType: 'string', result: [result.time / 1000, result.value] }
    case 'vector':
      return {
        resultType: 'vector',
        result: result.series.map(({ labels, points: [point] }) => ({
          metric: labelObject(labels),
          value: point && pointOf(point),
        })),
      }
    case 'matrix':
      return {
        resultType: 'matrix',
        result: result.series.map(({ labels, points }) => ({
          metric: labelObject(labels),
          values: points.map(pointOf),
        })),
      }
  }
}

const errorTypes: Record<string, { errorType: PromqlErrorType; status: number }> = {
  QUERY_TIMEOUT: { errorType: 'timeout', status: 503 },
  QUERY_TOO_LARGE: { errorType: 'execution', status: 422 },
  QUERY_CANCELLED: { errorType: 'canceled', status: 503 },
  ENGINE_UNAVAILABLE: { errorType: 'unavailable', status: 503 },
}

/**
 * Errors as Prometheus's clients read them. Who may not look gets what every other route says: clients go by the status.
 */
export function answerPrometheusError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error)
  if (problem.status === 401 || problem.status === 403) {
    answerProblem(error, request, reply)
    return
  }
  const known = error instanceof HanzoError ? errorTypes[error.code] : undefined
  const status = known?.status ?? problem.status
  const errorType = error instanceof PromqlError ? error.errorType : (known?.errorType ?? errorTypeOf(status))
  if (problem.status >= 500 && !(error instanceof PromqlError)) request.log.error({ err: error }, 'request failed')
  const details = problem.errors?.map(({ path, message }) => `${path}: ${message}`).join('; ')
  const body = {
    status: 'error',
    errorType,
    error: details && !(error instanceof HanzoError) ? details : problem.title,
  }
  if (error instanceof HanzoError && error.retryable) reply.header('retry-after', error.retryAfterSeconds)
  void reply.code(status).type('application/json').serializer(JSON.stringify).send(body)
}

function errorTypeOf(status: number): PromqlErrorType {
  if (status === 404) return 'not_found'
  if (status === 503) return 'unavailable'
  return status < 500 ? 'bad_data' : 'internal'
}
