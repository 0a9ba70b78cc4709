import { HanzoError } from '../errors.ts'

/** The method is none of ours, or its message is compressed in a way we do not read. */
export class UnimplementedError extends HanzoError {
  constructor(message: string) {
    super(message, { code: 'UNIMPLEMENTED', statusCode: 405 })
  }
}

/** The bytes of the call are not one message behind its length. */
export class InvalidCallError extends HanzoError {
  constructor(message: string) {
    super(message, { code: 'INVALID_CALL', statusCode: 400 })
  }
}

/** The client's deadline, or ours for a message that does not come to its end, has passed. */
export class DeadlineExceededError extends HanzoError {
  constructor() {
    super('the message did not arrive in time', { code: 'DEADLINE_EXCEEDED', statusCode: 408 })
  }
}

/** As many health checks are watched as we keep. */
export class TooManyWatchersError extends HanzoError {
  constructor(watchersMax: number) {
    super(`health is watched ${watchersMax} times already, ask with Check`, {
      code: 'TOO_MANY_WATCHERS',
      statusCode: 429,
      retryable: true,
      retryAfterSeconds: 60,
      details: { watchersMax },
    })
  }
}
