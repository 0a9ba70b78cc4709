import type { InferenceAnswer, InferenceCall } from './inference-call.ts'

/** Gathers an answer from the events of a stream. */
export interface AnswerReader {
  /** @returns whether the event brought content. */
  take(event: unknown): boolean
  answer(): InferenceAnswer
}

/** A stream of the OpenAI and Anthropic clients: every way to read it goes through `iterator`. */
export interface ClientStream {
  iterator(): AsyncIterator<unknown>
  controller?: AbortController
}

/** Ends the call with the stream: read to its end, broken off, left by its reader, or aborted. What the reader sees does not change. */
export function observeStreamIterator(stream: ClientStream, call: InferenceCall, reader: AnswerReader): void {
  const original = stream.iterator.bind(stream)
  const signal = stream.controller?.signal
  const leave = () => call.fail(new DOMException('the stream was no longer read', 'AbortError'), safely(reader))
  let isRead = false
  // A stream that is read tells its reader how it ended, and aborts itself on the way.
  const onAbort = () => {
    if (!isRead) leave()
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  stream.iterator = () => {
    isRead = true
    const inner = original()
    const iterator: AsyncIterableIterator<unknown> = {
      async next() {
        try {
          const step = await inner.next()
          if (step.done === true) finish()
          else if (take(step.value)) call.onChunk()
          return step
        } catch (error) {
          call.fail(error, safely(reader))
          throw error
        }
      },
      async return(value) {
        leave()
        return (await inner.return?.(value)) ?? { done: true, value }
      },
      async throw(error) {
        call.fail(error, safely(reader))
        if (inner.throw === undefined) throw error
        return inner.throw(error)
      },
      [Symbol.asyncIterator]: () => iterator,
    }
    return iterator
  }

  function take(event: unknown): boolean {
    try {
      return reader.take(event)
    } catch {
      // An event of a form that is not known costs the span what it would have told, and the reader nothing.
      return false
    }
  }

  // The clients end an aborted stream without an error.
  function finish(): void {
    signal?.removeEventListener('abort', onAbort)
    if (signal?.aborted === true) leave()
    else call.succeed(safely(reader))
  }
}

function safely(reader: AnswerReader): InferenceAnswer | undefined {
  try {
    return reader.answer()
  } catch {
    // As above.
    return undefined
  }
}
