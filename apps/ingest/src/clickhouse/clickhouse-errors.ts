import { ClickHouseError } from '@clickhouse/client'
import { EngineUnavailableError, HanzoError } from '../errors.ts'

/** The query ran into its time limit. */
export class QueryTimeoutError extends HanzoError {
  constructor(cause: unknown) {
    super('the query took too long: narrow the time range or add a filter', {
      code: 'QUERY_TIMEOUT',
      statusCode: 504,
      cause,
    })
  }
}

/** The query ran into its memory, row or result limit; the same query will again. */
export class QueryTooLargeError extends HanzoError {
  constructor(cause: unknown) {
    super('the query needs more memory than it may use: narrow the time range, add a filter or lower the limit', {
      code: 'QUERY_TOO_LARGE',
      statusCode: 422,
      cause,
    })
  }
}

/** The caller went away, or an operator ended the query. */
export class QueryCancelledError extends HanzoError {
  constructor(cause: unknown) {
    super('the query was cancelled', { code: 'QUERY_CANCELLED', statusCode: 499, cause })
  }
}

/** ClickHouse refused a query of ours: a defect, or tables that do not fit this release. */
export class QueryFailedError extends HanzoError {
  constructor(cause: ClickHouseError) {
    super('clickhouse refused the query', {
      code: 'QUERY_FAILED',
      statusCode: 500,
      details: { clickhouseCode: cause.code, clickhouseType: cause.type },
      cause,
    })
  }
}

const timeoutCodes = new Set(['159', '160', '209'])
const tooLargeCodes = new Set(['158', '191', '241', '307', '396'])
const cancelledCodes = new Set(['394', '735'])
// Too many queries, parts or connections, shutting down, Keeper away, read-only replica: another attempt may succeed.
const unavailableCodes = new Set(['198', '202', '203', '210', '242', '243', '252', '279', '319', '236', '999'])

/**
 * Maps what `@clickhouse/client` throws to our errors, by ClickHouse's own error codes.
 * What is no error of ClickHouse or of the way to it comes back as it is.
 */
export function clickHouseError(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof HanzoError) return error
  if (signal?.aborted) return new QueryCancelledError(error)
  if (error instanceof ClickHouseError) {
    if (timeoutCodes.has(error.code)) return new QueryTimeoutError(error)
    if (tooLargeCodes.has(error.code)) return new QueryTooLargeError(error)
    if (cancelledCodes.has(error.code)) return new QueryCancelledError(error)
    if (unavailableCodes.has(error.code)) return new EngineUnavailableError('clickhouse', error)
    return new QueryFailedError(error)
  }
  if (error instanceof Error && isTransportError(error)) return new EngineUnavailableError('clickhouse', error)
  return error
}

function isTransportError(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException
  return (
    (typeof code === 'string' && /^(ECONN|ENOTFOUND|EPIPE|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ETIMEDOUT)/.test(code)) ||
    // The client's own request timeout and a socket closed under it carry no code.
    /^(Timeout error|socket hang up)/.test(error.message)
  )
}
