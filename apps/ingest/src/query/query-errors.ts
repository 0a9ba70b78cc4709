import type { SearchError } from '@hanzo/search'
import { HanzoError } from '../errors.ts'

/** A parameter that is well-formed by itself but cannot be answered. */
export class InvalidQueryError extends HanzoError {
  constructor(path: string, message: string, code = 'INVALID_QUERY') {
    super(`${path}: ${message}`, { code, statusCode: 400, details: { errors: [{ path, message }] } })
  }
}

/** A search, or the key of a column, that cannot be read or makes no sense; `errors` say where and how to mend it. */
export class InvalidSearchError extends HanzoError {
  /** @param path the parameter that holds it. */
  constructor(error: SearchError, path = 'query') {
    const { message, hint, from, to, code } = error
    super(`${path}: ${message}`, {
      code,
      statusCode: 400,
      details: { errors: [{ path, message, hint, from, to }] },
      cause: error,
    })
  }
}
