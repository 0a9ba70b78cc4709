/** What every expected failure tells: branch on `code`, never on the message. */
export interface HanzoErrorOptions {
  code: string
  statusCode: number
  /** True when the same request may succeed later; the answer then carries `Retry-After`. */
  retryable?: boolean
  retryAfterSeconds?: number
  /** The values behind the message, for logs and answers. */
  details?: Record<string, unknown>
  cause?: unknown
}

/** Base of our errors. Messages are lower case, without a full stop. */
export class HanzoError extends Error {
  readonly code: string
  readonly statusCode: number
  readonly retryable: boolean
  readonly retryAfterSeconds: number
  readonly details: Record<string, unknown>

  constructor(message: string, options: HanzoErrorOptions) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.code = options.code
    this.statusCode = options.statusCode
    this.retryable = options.retryable ?? false
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1
    this.details = options.details ?? {}
  }
}

export class UnauthorizedError extends HanzoError {
  constructor(message: string, code = 'UNAUTHORIZED') {
    super(message, { code, statusCode: 401 })
  }
}

export class ForbiddenError extends HanzoError {
  constructor(message: string, code = 'FORBIDDEN') {
    super(message, { code, statusCode: 403 })
  }
}

export class NotFoundError extends HanzoError {
  constructor(message: string, details: Record<string, unknown> = {}) {
    super(message, { code: 'NOT_FOUND', statusCode: 404, details })
  }
}

/** ClickHouse or PostgreSQL cannot be reached or is overloaded: the same request may succeed later. */
export class EngineUnavailableError extends HanzoError {
  constructor(engine: 'clickhouse' | 'postgresql', cause: unknown) {
    super(`${engine} is unavailable`, {
      code: 'ENGINE_UNAVAILABLE',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 2,
      details: { engine },
      cause,
    })
  }
}
