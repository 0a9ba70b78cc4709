import { HanzoError } from './errors.ts'

/** More of a request takes long to decode than was allowed; nothing was kept. It never reaches a client: it is made easier, and taken then. */
export class SlowRequestError extends HanzoError {
  /** The request, which was handed over. */
  readonly body: Uint8Array

  constructor(body: Uint8Array) {
    super('the request takes long to decode', { code: 'SLOW_REQUEST', statusCode: 503, retryable: true })
    this.body = body
  }
}
