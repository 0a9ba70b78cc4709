import { AgentError } from '../agent/agent-error.ts'
import type { ModelAnswer } from './chat-attributes.ts'
import { finishReasonOf } from './finish-reason.ts'
import type { StreamPart } from './language-model.ts'
import type { ModelCall } from './model-call.ts'
import type { ReportedUsage } from './usage.ts'

/**
 * Passes a model's stream on unchanged and ends the call with it: whole, broken off, stopped by its reader, or aborted. Nothing is buffered beyond the
 * text that the span shows.
 */
export function observeStream(
  stream: ReadableStream<StreamPart>,
  call: ModelCall,
  abortSignal: AbortSignal | undefined,
): ReadableStream<StreamPart> {
  const reader = stream.getReader()
  const gathered = gatherAnswer()
  // The AI SDK stops reading an aborted stream without cancelling it.
  const stop = (reason: unknown) => {
    // What failed before the reader turned away has failed: turning away is how the reader answers to it.
    if (gathered.error === undefined) call.fail(reason, gathered.answer())
    else call.fail(gathered.error, gathered.answer(), false)
  }
  const onAbort = () => stop(abortSignal?.reason)
  abortSignal?.addEventListener('abort', onAbort, { once: true })
  const end = () => abortSignal?.removeEventListener('abort', onAbort)

  return new ReadableStream<StreamPart>({
    async pull(controller) {
      try {
        const next = await reader.read()
        if (next.done) {
          end()
          if (gathered.error === undefined) call.succeed(gathered.answer())
          else call.fail(gathered.error, gathered.answer())
          controller.close()
          return
        }
        if (isContent(next.value)) call.onChunk()
        gathered.take(next.value)
        controller.enqueue(next.value)
      } catch (error) {
        end()
        call.fail(error, gathered.answer())
        controller.error(error)
      }
    },
    async cancel(reason) {
      end()
      stop(new DOMException('the stream was no longer read', 'AbortError'))
      await reader.cancel(reason)
    },
  })
}

const isContent = ({ type }: StreamPart) =>
  type === 'text-delta' || type === 'reasoning-delta' || type === 'tool-input-start' || type === 'tool-call'

/** An error of the model's stream as an `Error`: some providers send the object of their error body. */
export function streamError(error: unknown): Error {
  if (error instanceof Error) return error
  const message = (error as { message?: unknown } | undefined)?.message
  const text = typeof error === 'string' ? error : typeof message === 'string' ? message : 'the model stream failed'
  return new AgentError('MODEL_FAILED', text, {}, { cause: error })
}

function gatherAnswer() {
  const texts = new Map<string, { type: 'text' | 'reasoning'; text: string }>()
  const answer: ModelAnswer = { content: [] }
  let error: Error | undefined

  function append(type: 'text' | 'reasoning', id: string, delta: string): void {
    const key = `${type} ${id}`
    let part = texts.get(key)
    if (!part) {
      part = { type, text: '' }
      texts.set(key, part)
      answer.content.push(part)
    }
    part.text += delta
  }

  function take(part: StreamPart): void {
    if (part.type === 'text-delta') append('text', part.id, part.delta)
    else if (part.type === 'reasoning-delta') append('reasoning', part.id, part.delta)
    else if (part.type === 'tool-call') answer.content.push({ ...part })
    else if (part.type === 'response-metadata') {
      answer.id = part.id ?? answer.id
      answer.modelId = part.modelId ?? answer.modelId
    } else if (part.type === 'finish') {
      answer.usage = part.usage as ReportedUsage
      answer.finishReason = finishReasonOf(part.finishReason)
    } else if (part.type === 'error') error ??= streamError(part.error)
  }

  return {
    take,
    answer: () => answer,
    get error() {
      return error
    },
  }
}
