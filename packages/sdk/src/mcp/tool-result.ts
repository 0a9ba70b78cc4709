import { McpToolError } from './mcp-tool-error.ts'

/** What a server answered to `tools/call`. */
export interface McpToolResult {
  content: readonly unknown[]
  structuredContent?: unknown
  isError?: boolean | undefined
}

const MESSAGE_CHARACTERS = 1000

/**
 * The value of a result: the structured content if there is some, the text if the content is text only (several parts joined by line breaks), the
 * content parts otherwise.
 * @throws {McpToolError} `tool_error` when the server says that the tool failed.
 */
export function readToolResult(result: McpToolResult, serverName: string, toolName: string): unknown {
  const text = textOf(result.content)
  if (result.isError === true) {
    const message = text === undefined || text === '' ? 'the tool failed' : text.slice(0, MESSAGE_CHARACTERS)
    throw new McpToolError(message, { code: 'tool_error', serverName, toolName, content: result.content })
  }
  return result.structuredContent ?? text ?? result.content
}

function textOf(content: readonly unknown[]): string | undefined {
  const texts: string[] = []
  for (const part of content) {
    const { type, text } = part as { type?: unknown; text?: unknown }
    if (type !== 'text' || typeof text !== 'string') return undefined
    texts.push(text)
  }
  return texts.join('\n')
}
