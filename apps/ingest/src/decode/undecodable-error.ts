import { HanzoError } from '../errors.ts'

/** The request as a whole cannot be read; sending it again will not help. */
export class UndecodableError extends HanzoError {
  constructor(message: string, { cause }: { cause?: unknown } = {}) {
    super(message, { code: 'UNDECODABLE', statusCode: 400, cause })
  }
}
