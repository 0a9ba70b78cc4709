import type { SearchError } from '@hanzo/search'
import { HanzoError } from '../errors.ts'
import type { FormulaError } from './metrics/formula/parse-formula.ts'

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

/** A formula over queries that cannot be read or computed; `errors` say where and how to mend it. */
export class InvalidFormulaError extends HanzoError {
  /** @param path the field that holds it. */
  constructor(path: string, error: FormulaError) {
    const { message, hint, place } = error
    super(`${path}: ${message}`, {
      code: 'INVALID_FORMULA',
      statusCode: 400,
      details: { errors: [{ path, message, hint, ...place }] },
      cause: error,
    })
  }
}
