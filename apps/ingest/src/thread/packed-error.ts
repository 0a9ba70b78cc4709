import { HanzoError } from '../errors.ts'

/** An error as it travels between threads, which carry no classes. */
export interface PackedError {
  name: string
  message: string
  stack: string | undefined
  /** Set for our own errors. */
  expected: Pick<HanzoError, 'code' | 'statusCode' | 'retryable' | 'retryAfterSeconds' | 'details'> | undefined
  /** The `code` that Node gives to errors of the system. */
  code: string | undefined
  cause: PackedError | undefined
}

const causesMax = 5

export function packError(error: unknown, depth = 0): PackedError {
  const { name, message, stack, code, cause } = (error instanceof Error ? error : new Error(String(error))) as Error & {
    code?: unknown
  }
  const isExpected = error instanceof HanzoError
  return {
    name,
    message,
    stack,
    expected: isExpected
      ? {
          code: error.code,
          statusCode: error.statusCode,
          retryable: error.retryable,
          retryAfterSeconds: error.retryAfterSeconds,
          details: error.details,
        }
      : undefined,
    code: typeof code === 'string' ? code : undefined,
    cause: cause === undefined || depth >= causesMax ? undefined : packError(cause, depth + 1),
  }
}

/** The same error again. Its class is `HanzoError` or `Error`: branch on `code`. */
export function unpackError({ name, message, stack, expected, code, cause }: PackedError): Error {
  const options = cause === undefined ? {} : { cause: unpackError(cause) }
  const error = expected ? new HanzoError(message, { ...expected, ...options }) : new Error(message, options)
  if (!expected && code !== undefined) Object.assign(error, { code })
  error.name = name
  if (stack !== undefined) error.stack = stack
  return error
}
