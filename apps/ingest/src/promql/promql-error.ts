import { HanzoError } from '../errors.ts'

/** Prometheus's own names for what went wrong, with the HTTP status that its API gives them. */
const statusOf = {
  bad_data: 400,
  execution: 422,
  canceled: 503,
  timeout: 503,
  internal: 500,
  not_found: 404,
  unavailable: 503,
} as const

export type PromqlErrorType = keyof typeof statusOf

/** A question in PromQL that cannot be read or answered. */
export class PromqlError extends HanzoError {
  readonly errorType: PromqlErrorType

  constructor(errorType: PromqlErrorType, message: string, options: { cause?: unknown } = {}) {
    super(message, { code: `PROMQL_${errorType.toUpperCase()}`, statusCode: statusOf[errorType], ...options })
    this.errorType = errorType
  }
}

/** What stands where it must not; positions are those of editors: the first line and column are 1. */
export class PromqlSyntaxError extends PromqlError {
  constructor(text: string, at: number, message: string) {
    const before = text.slice(0, at)
    const line = before.split('\n').length
    const column = at - before.lastIndexOf('\n')
    super('bad_data', `${line}:${column}: parse error: ${message}`)
  }
}
