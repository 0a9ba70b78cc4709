import { HanzoError } from '../errors.ts'

/** The body, decompressed, is larger than the receiver takes. */
export class BodyTooLargeError extends HanzoError {
  constructor(bytesMax: number, { cause }: { cause?: unknown } = {}) {
    super(
      `the body is larger than ${bytesMax} bytes, counted after decompression; send smaller batches or raise BODY_BYTES_MAX`,
      { code: 'BODY_TOO_LARGE', statusCode: 413, details: { bytesMax }, cause },
    )
  }
}

/** The body is made to unfold: no telemetry is that much smaller compressed. */
export class BodyUnfoldsTooFarError extends HanzoError {
  constructor(details: { sentBytes: number; timesMax: number }) {
    super(`the body unfolds to more than ${details.timesMax} times what was sent; send it less compressed`, {
      code: 'BODY_UNFOLDS_TOO_FAR',
      statusCode: 413,
      details,
    })
  }
}

export class UnsupportedMediaTypeError extends HanzoError {
  constructor(message: string) {
    super(message, { code: 'UNSUPPORTED_MEDIA_TYPE', statusCode: 415 })
  }
}

export class MethodNotAllowedError extends HanzoError {
  constructor(message: string) {
    super(message, { code: 'METHOD_NOT_ALLOWED', statusCode: 405 })
  }
}

/** The connection ended before the body did. The sender sees no answer, and sends again. */
export class BodyCutShortError extends HanzoError {
  constructor(cause: unknown) {
    super('the body was cut short', { code: 'BODY_CUT_SHORT', statusCode: 400, cause })
  }
}

/** The bodies of all requests together fill the memory set aside for them. */
export class ReceiverBusyError extends HanzoError {
  constructor(details: { bytesMax: number }) {
    super('too many requests are being received', {
      code: 'RECEIVER_BUSY',
      statusCode: 503,
      retryable: true,
      retryAfterSeconds: 2,
      details,
    })
  }
}
