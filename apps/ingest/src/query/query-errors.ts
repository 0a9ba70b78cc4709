import type { SearchError } from '@hanzo/search'
import { HanzoError } from '../errors.ts'

/** A parameter that is well-formed by itself but cannot be answered. */
export class InvalidQueryError extends HanzoError {
  constructor(path: string, message: string, code = 'INVALID_QUERY') {
    super(`${path}: ${message}`, { code, statusCode: 400, details: { errors: [{ path, message }] } })
  }
}

/** A search that cannot be read or makes no sense; `errors` say where and how to mend it. */
export class InvalidSearchError extends HanzoError {
  constructor(error: SearchError) {
    const { message, hint, from, to, code } = error
    super(`query: ${message}`, {
      code,
      statusCode: 400,
      details: { errors: [{ path: 'query', message, hint, from, to }] },
      cause: error,
    })
  }
}
