import { McpServer } from '@modelcontextprotocol/server'
import * as z from 'zod'

const TOOLS_OF_A_LONG_LIST = 120

/**
 * A real MCP server whose tools misbehave on demand. `seen` is filled with every request's method and `_meta`, and handed out by the tool `seen`.
 * @param {{ seen: { method: string, meta: unknown }[] }} options
 */
export function createDemoServer({ seen }) {
  const server = new McpServer({ name: 'demo', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } })
  const text = (value) => ({
    content: [{ type: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }],
  })
  server.registerTool(
    'echo',
    { description: 'Says it again', inputSchema: z.object({ text: z.string() }) },
    async (input) => text(input.text),
  )
  server.registerTool('meta', { inputSchema: z.object({}) }, async (_input, ctx) => text(ctx.mcpReq._meta ?? null))
  server.registerTool('seen', { inputSchema: z.object({}) }, async () => text(seen))
  server.registerTool('pid', { inputSchema: z.object({}) }, async () => text(process.pid))
  server.registerTool('env', { inputSchema: z.object({}) }, async () => text(Object.keys(process.env).sort()))
  server.registerTool('fail', { inputSchema: z.object({}) }, async () => ({
    ...text('no such file'),
    isError: true,
  }))
  server.registerTool(
    'sum',
    { inputSchema: z.object({ a: z.number(), b: z.number() }), outputSchema: z.object({ sum: z.number() }) },
    async ({ a, b }) => ({ ...text(String(a + b)), structuredContent: { sum: a + b } }),
  )
  server.registerTool('hang', { inputSchema: z.object({}) }, () => new Promise(() => undefined))
  server.registerTool('die', { inputSchema: z.object({}) }, () => process.exit(7))
  server.registerTool('picture', { inputSchema: z.object({}) }, async () => ({
    content: [
      { type: 'text', text: 'a dot' },
      { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    ],
  }))
  server.registerTool('grow', { inputSchema: z.object({}) }, async () => {
    server.registerTool('grown', { inputSchema: z.object({}) }, async () => text('grown'))
    return text('there is one more')
  })
  for (let index = 0; index < TOOLS_OF_A_LONG_LIST; index += 1) {
    server.registerTool(`many.${index}`, { inputSchema: z.object({}) }, async () => text(String(index)))
  }
  return server
}

/** Notes every request that comes in over a transport. */
export function noteRequests(transport, seen) {
  const { onmessage } = transport
  transport.onmessage = (message, extra) => {
    if (message.method !== undefined) seen.push({ method: message.method, meta: message.params?._meta ?? null })
    onmessage?.(message, extra)
  }
}
