import type { StreamTextResult, TextStreamPart, ToolSet } from 'ai'
import { streamError } from '../model/observe-stream.ts'
import type { Agent } from './agent.ts'
import type { LoopAnswer } from './call-model.ts'
import type { Emit } from './stream-run.ts'

// biome-ignore lint/suspicious/noExplicitAny: the output type of a stream is the application's and only passed on
type Streaming = StreamTextResult<ToolSet, any>

/** Reads a streamed run to its end and tells of it. An error part is thrown: the AI SDK itself would only go quiet. */
export async function readStream(
  streaming: Streaming,
  emit: Emit,
  { agent, abortSignal }: { agent: Agent; abortSignal: AbortSignal | undefined },
): Promise<LoopAnswer> {
  for await (const part of streaming.fullStream) {
    if (part.type === 'error') throw streamError(part.error)
    if (part.type === 'abort') throw abortSignal?.reason ?? new DOMException('the run was aborted', 'AbortError')
    await emitPart(part, agent.name, emit)
  }
  return {
    steps: await streaming.steps,
    responseMessages: (await streaming.response).messages,
    output: agent.config.output ? await streaming.output : undefined,
  }
}

async function emitPart(part: TextStreamPart<ToolSet>, agent: string, emit: Emit): Promise<void> {
  switch (part.type) {
    case 'text-delta':
      return emit({ type: 'content', agent, content: part.text })
    case 'reasoning-delta':
      return emit({ type: 'reasoning', agent, content: part.text })
    case 'tool-call':
      return emit({ type: 'tool:start', agent, tool: part.toolName, toolCallId: part.toolCallId })
    case 'tool-result':
      if (part.preliminary) return
      return emit({ type: 'tool:complete', agent, tool: part.toolName, toolCallId: part.toolCallId, success: true })
    case 'tool-error':
      return emit({ type: 'tool:complete', agent, tool: part.toolName, toolCallId: part.toolCallId, success: false })
    default:
  }
}
