import { HanzoError } from '../errors.ts'

/** A parameter that is well-formed by itself but cannot be answered. */
export class InvalidQueryError extends HanzoError {
  constructor(path: string, message: string, code = 'INVALID_QUERY') {
    super(`${path}: ${message}`, { code, statusCode: 400, details: { errors: [{ path, message }] } })
  }
}
