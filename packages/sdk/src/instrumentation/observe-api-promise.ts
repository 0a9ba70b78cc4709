import type { InferenceAnswer, InferenceCall } from './inference-call.ts'
import { type AnswerReader, type ClientStream, observeStreamIterator } from './observe-stream-iterator.ts'

/** How the answers of one method are read. */
export interface AnswerForm {
  whole(data: unknown): InferenceAnswer
  stream(): AnswerReader
}

interface ApiPromise extends PromiseLike<unknown> {
  responsePromise?: Promise<unknown>
  parsedPromise?: unknown
  parseResponse?: (...args: unknown[]) => unknown
  asResponse?: () => Promise<unknown>
}

/**
 * Ends the call with what a method of the OpenAI or Anthropic client returned. The promise stays the one that the client made, its `withResponse`,
 * `asResponse` and `_thenUnwrap` included, and its body is parsed only if the user has it parsed: parsing to look inside would leave nothing to a user
 * of `asResponse`. A rejection reaches the user once, and counts as handled only if the user handles it.
 */
export function observeApiPromise(promise: unknown, call: InferenceCall, form: AnswerForm): void {
  const api = promise as ApiPromise
  const { responsePromise, parseResponse } = api
  if (responsePromise === undefined || parseResponse === undefined) {
    // Not a promise of a client that is known: nothing to do but look on.
    api.then(
      (data) => settle(data, call, form),
      (error: unknown) => call.fail(error),
    )
    return
  }
  api.responsePromise = responsePromise.catch((error: unknown) => {
    call.fail(error)
    throw error
  })
  api.parseResponse = async (...args) => {
    try {
      const data = await parseResponse.apply(api, args)
      settle(data, call, form)
      return data
    } catch (error) {
      call.fail(error)
      throw error
    }
  }
  const asResponse = api.asResponse?.bind(api)
  if (asResponse === undefined) return
  api.asResponse = () => {
    const isParsed = api.parsedPromise !== undefined
    const response = asResponse()
    if (isParsed) return response
    return response.then((raw) => {
      call.succeed(undefined)
      return raw
    })
  }
}

function settle(data: unknown, call: InferenceCall, form: AnswerForm): void {
  if (isClientStream(data)) {
    observeStreamIterator(data, call, form.stream())
    return
  }
  let answer: InferenceAnswer | undefined
  try {
    answer = form.whole(data)
  } catch {
    // An answer of a form that is not known is the user's all the same.
  }
  call.succeed(answer)
}

function isClientStream(data: unknown): data is ClientStream {
  return typeof (data as { iterator?: unknown } | null)?.iterator === 'function'
}
