import type { Message } from '../agent/agent-config.ts'

/** Messages of a run, and which agent added them; undefined for what came in. */
export interface ConversationPart {
  agent: string | undefined
  messages: readonly Message[]
}

/**
 * The conversation as one agent sees it: its own messages as they are, those of other agents as a user message that tells what they said and did. Tool
 * calls of others would be refused by providers that know only the agent's own tools, and an answer of another agent at the end would be taken for the
 * beginning of its own.
 */
export function presentConversation(parts: readonly ConversationPart[], agent: string): Message[] {
  return parts.flatMap((part) =>
    part.agent === undefined || part.agent === agent ? part.messages : foreignMessages(part.agent, part.messages),
  )
}

function foreignMessages(agent: string, messages: readonly Message[]): Message[] {
  const lines = messages.flatMap((message) => describeMessage(agent, message))
  return lines.length === 0 ? [] : [{ role: 'user', content: `For context, from another agent:\n${lines.join('\n')}` }]
}

function describeMessage(agent: string, { content }: Message): string[] {
  if (typeof content === 'string') return content === '' ? [] : [`[${agent}] said: ${content}`]
  return content.flatMap((part) => {
    switch (part.type) {
      case 'text':
        return part.text === '' ? [] : [`[${agent}] said: ${part.text}`]
      case 'tool-call':
        return [`[${agent}] called ${part.toolName} with ${JSON.stringify(part.input)}`]
      case 'tool-result':
        return [`[${agent}] got from ${part.toolName}: ${describeOutput(part.output)}`]
      default:
        return []
    }
  })
}

function describeOutput(output: { type: string; value?: unknown }): string {
  return typeof output.value === 'string' ? output.value : (JSON.stringify(output.value) ?? output.type)
}
