import { untilAborted } from '../model/abort.ts'
import { startToolExecution, type ToolCall, type ToolCaller, type ToolIdentity } from './execute-tool.ts'

/**
 * Runs one call of a tool of the AI SDK in its span. A tool that yields parts keeps yielding them, and its span lasts until the last one, which is its
 * result.
 */
export function executeAiTool(
  tool: ToolIdentity,
  call: ToolCall,
  caller: ToolCaller,
  run: () => unknown,
): AsyncIterable<unknown> | Promise<unknown> {
  const execution = startToolExecution(tool, call, caller)
  const { contexts } = caller.internals
  let result: unknown
  try {
    result = contexts.with(execution.context, run)
  } catch (error) {
    execution.fail(error)
    throw error
  }

  async function settle(): Promise<unknown> {
    try {
      const output = await untilAborted(Promise.resolve(result), call.abortSignal)
      execution.succeed(output)
      return output
    } catch (error) {
      execution.fail(error)
      throw error
    }
  }

  async function* yieldParts(parts: AsyncIterable<unknown>): AsyncGenerator<unknown> {
    const iterator = parts[Symbol.asyncIterator]()
    let last: unknown
    let isComplete = false
    try {
      for (;;) {
        const next = await contexts.with(execution.context, () => untilAborted(iterator.next(), call.abortSignal))
        if (next.done) break
        last = next.value
        yield last
      }
      isComplete = true
      execution.succeed(last)
    } catch (error) {
      isComplete = true
      execution.fail(error)
      throw error
    } finally {
      if (!isComplete) {
        execution.fail(new DOMException('the tool was no longer read', 'AbortError'))
        await iterator.return?.()
      }
    }
  }

  return isAsyncIterable(result) ? yieldParts(result) : settle()
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
