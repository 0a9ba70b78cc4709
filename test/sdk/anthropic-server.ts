import { type ScriptedAnswer, type ScriptedServer, startScriptedServer } from './scripted-server.ts'

/** What Claude answers. */
export interface ClaudeReply {
  text?: string
  thinking?: string
  toolUse?: { name: string; input: unknown }
  stopReason?: string
  usage?: { input: number; output: number; cacheRead?: number; cacheWrite?: number }
  model?: string
}

/** Anthropic's messages endpoint on loopback: `new Anthropic({ baseURL: server.url })`. */
export function startAnthropicServer(...answers: ScriptedAnswer[]): Promise<ScriptedServer> {
  return startScriptedServer(...answers)
}

/** A reply as one message. */
export function claudeMessage(reply: ClaudeReply): ScriptedAnswer {
  return { json: { ...envelope(reply), content: blocks(reply), stop_reason: stopReason(reply), stop_sequence: null } }
}

/** The same reply as a stream of events. */
export function claudeStream(reply: ClaudeReply, more: Partial<ScriptedAnswer> = {}): ScriptedAnswer {
  const message = envelope(reply)
  const events: unknown[] = [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } },
    },
  ]
  for (const [index, block] of blocks(reply).entries()) events.push(...blockEvents(index, block))
  const usage = { output_tokens: message.usage.output_tokens }
  events.push({ type: 'message_delta', delta: { stop_reason: stopReason(reply), stop_sequence: null }, usage })
  events.push({ type: 'message_stop' })
  return { events, ...more }
}

/** An error as Anthropic words it. */
export function claudeError(status: number, type: string, message: string): ScriptedAnswer {
  return { status, json: { type: 'error', error: { type, message } } }
}

type Block = { type: string } & Record<string, unknown>

function envelope({ usage = { input: 10, output: 5 }, model = 'claude-next' }: ClaudeReply) {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    usage: {
      input_tokens: usage.input,
      output_tokens: usage.output,
      cache_read_input_tokens: usage.cacheRead ?? 0,
      cache_creation_input_tokens: usage.cacheWrite ?? 0,
    },
  }
}

function stopReason({ stopReason, toolUse }: ClaudeReply): string {
  return stopReason ?? (toolUse ? 'tool_use' : 'end_turn')
}

function blocks({ text, thinking, toolUse }: ClaudeReply): Block[] {
  return [
    ...(thinking === undefined ? [] : [{ type: 'thinking', thinking, signature: 's' }]),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(toolUse === undefined ? [] : [{ type: 'tool_use', id: 'toolu_1', name: toolUse.name, input: toolUse.input }]),
  ]
}

function blockEvents(index: number, block: Block): unknown[] {
  const start = (content_block: unknown) => ({ type: 'content_block_start', index, content_block })
  const delta = (value: unknown) => ({ type: 'content_block_delta', index, delta: value })
  const stop = { type: 'content_block_stop', index }
  if (block.type === 'text') {
    const deltas = halves(String(block.text)).map((text) => delta({ type: 'text_delta', text }))
    return [start({ type: 'text', text: '' }), ...deltas, stop]
  }
  if (block.type === 'thinking') {
    return [
      start({ type: 'thinking', thinking: '', signature: '' }),
      delta({ type: 'thinking_delta', thinking: block.thinking }),
      stop,
    ]
  }
  const deltas = halves(JSON.stringify(block.input)).map((partial_json) =>
    delta({ type: 'input_json_delta', partial_json }),
  )
  return [start({ ...block, input: {} }), ...deltas, stop]
}

function halves(text: string): string[] {
  const middle = Math.ceil(text.length / 2)
  return [text.slice(0, middle), text.slice(middle)]
}
