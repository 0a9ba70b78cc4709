import { HanzoError } from '../errors.ts'

/** The request unfolds into more than the thread for JSON may hold. Sending it again will not help. */
export class JsonTooLargeError extends HanzoError {
  constructor(bytes: number, cause: unknown) {
    super(`the ${bytes} bytes take more memory decoded than there is for them; send smaller batches, and protobuf`, {
      code: 'JSON_TOO_LARGE',
      statusCode: 413,
      details: { bytes },
      cause,
    })
  }
}

/** The thread for JSON ended while it had this request, which may not be why. */
export class JsonInterruptedError extends HanzoError {
  constructor(cause?: unknown) {
    super('the request was interrupted while it was decoded', {
      code: 'JSON_INTERRUPTED',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 2,
      cause,
    })
  }
}
