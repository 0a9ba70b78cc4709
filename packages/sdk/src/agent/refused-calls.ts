import { startToolExecution, type ToolCaller } from '../tool/execute-tool.ts'
import type { AgentStep } from './agent-result.ts'

/**
 * Records the tool calls of a step that reached no tool, because there is none of that name or the input does not fit. The AI SDK tells the model and
 * goes on; without this nobody else would learn of it.
 */
export function recordRefusedCalls(step: AgentStep, caller: ToolCaller, onCall: () => void): void {
  for (const call of step.toolCalls) {
    if (!('invalid' in call) || !call.invalid || call.providerExecuted) continue
    onCall()
    const isUnknown = nameOf(call.error) === 'AI_NoSuchToolError'
    const { toolName: name, toolCallId, input } = call
    const identity = { name, source: 'local' as const, ...(isUnknown && { metricName: 'unknown' }) }
    startToolExecution(identity, { toolCallId, input }, caller).fail(refusal(name, isUnknown))
  }
}

/** The AI SDK's own message repeats the input, which the content level may keep out. */
function refusal(name: string, isUnknown: boolean): Error {
  const error = new Error(isUnknown ? `there is no tool ${name}` : `the input of tool ${name} does not fit its schema`)
  error.name = isUnknown ? 'AI_NoSuchToolError' : 'AI_InvalidToolInputError'
  error.stack = `${error.name}: ${error.message}`
  return error
}

const nameOf = (value: unknown) => (value as { name?: unknown } | undefined)?.name
