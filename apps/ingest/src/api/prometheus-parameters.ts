import type { FastifyRequest } from 'fastify'
import type { Matcher } from '../promql/parse/ast.ts'
import { withoutParens } from '../promql/parse/ast.ts'
import { parseDuration } from '../promql/parse/literals.ts'
import { parsePromql } from '../promql/parse/parse-promql.ts'
import { PromqlError } from '../promql/promql-error.ts'

const timeoutMillisecondsMax = 30_000
/** What is listed when no range is told. */
const listedMilliseconds = 24 * 3_600_000
/** The range of ClickHouse's times. */
const latestMilliseconds = Date.UTC(2299, 0, 1)

/** The parameters of a request: those of a form and those of its address, as Prometheus takes both. */
export function parametersOf(request: FastifyRequest): URLSearchParams {
  // A pattern may have a question mark of its own.
  const [, ...address] = request.raw.url?.split('?') ?? []
  const query = new URLSearchParams(address.join('?'))
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  return new URLSearchParams([...form, ...query])
}

/** The zone is told: a time without one would be that of this machine. */
const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i

function invalid(name: string, reason: string): never {
  throw new PromqlError('bad_data', `invalid parameter "${name}": ${reason}`)
}

export function requiredText(parameters: URLSearchParams, name: string): string {
  return parameters.get(name) || invalid(name, 'it is missing')
}

/** @returns milliseconds; of seconds since the epoch or RFC 3339. */
export function timeOf(parameters: URLSearchParams, name: string, otherwise?: number): number {
  const text = parameters.get(name)
  if (!text) return otherwise ?? invalid(name, 'cannot parse "" to a valid timestamp')
  const seconds = Number(text)
  const time = Number.isNaN(seconds) ? Date.parse(text) : Math.round(seconds * 1000)
  const isDated = !Number.isNaN(seconds) || rfc3339.test(text)
  if (Number.isNaN(time) || !isDated) invalid(name, `cannot parse ${JSON.stringify(text)} to a valid timestamp`)
  return Math.min(Math.max(time, -latestMilliseconds), latestMilliseconds)
}

/** @returns milliseconds; of seconds or a duration as 5m. */
export function durationOf(parameters: URLSearchParams, name: string): number {
  const text = requiredText(parameters, name)
  const milliseconds = parseDuration(text) ?? Math.round(Number(text) * 1000)
  if (!Number.isFinite(milliseconds)) invalid(name, `cannot parse ${JSON.stringify(text)} to a valid duration`)
  return milliseconds
}

/** @returns milliseconds, at most half a minute. */
export function timeoutOf(parameters: URLSearchParams): number {
  if (!parameters.get('timeout')) return timeoutMillisecondsMax
  return Math.min(timeoutMillisecondsMax, Math.max(1, durationOf(parameters, 'timeout')))
}

/** Another look back than the one there is would be another answer. */
export function refuseLookback(parameters: URLSearchParams): void {
  if (parameters.get('lookback_delta')) invalid('lookback_delta', 'not supported: a series is seen for 5 minutes')
}

/** The range that lists are of, the last day when none is told. */
export function boundsOf(parameters: URLSearchParams, now: number): { from: number; to: number } {
  const to = Math.min(timeOf(parameters, 'end', now), now + listedMilliseconds)
  const from = Math.max(0, timeOf(parameters, 'start', to - listedMilliseconds))
  if (to < from) invalid('end', 'end timestamp must not be before start time')
  return { from, to }
}

/** @throws {PromqlError} for what is no selector. */
export function selectorsOf(parameters: URLSearchParams): Matcher[][] {
  return parameters.getAll('match[]').map((text) => {
    const selector = withoutParens(parsePromql(text))
    return selector.kind === 'selector'
      ? selector.matchers
      : invalid('match[]', `${JSON.stringify(text)} is no selector`)
  })
}

/** How many entries an answer has: all when nothing is told. */
export function limitOf(parameters: URLSearchParams, name = 'limit'): number {
  const text = parameters.get(name)
  if (!text) return Number.POSITIVE_INFINITY
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 0) invalid(name, 'limit must be a whole number, 0 for none')
  return limit === 0 ? Number.POSITIVE_INFINITY : limit
}
