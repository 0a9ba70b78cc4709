import type { Client, Tool } from '@modelcontextprotocol/client'

const TOOLS_MAX = 1000

/** A tool as its server tells of it. */
export interface ServerTool {
  name: string
  description: string | undefined
  inputSchema: Record<string, unknown>
}

/** Every page of the tools of a server that `allowTools` lets through, at most 1,000. */
export async function listServerTools(
  client: Client,
  options: { meta: Record<string, unknown>; timeoutMs: number; allowTools: readonly string[] | undefined },
): Promise<{ tools: ServerTool[]; refused: number; missing: string[] }> {
  const { tools } = await client.listTools(
    { _meta: options.meta },
    { cacheMode: 'refresh', timeout: options.timeoutMs, maxTotalTimeout: options.timeoutMs },
  )
  const offered = new Set(tools.map((tool) => tool.name))
  const allowed = options.allowTools === undefined ? undefined : new Set(options.allowTools)
  const kept = allowed === undefined ? tools : tools.filter((tool) => allowed.has(tool.name))
  return {
    tools: kept.slice(0, TOOLS_MAX).map(toServerTool),
    refused: Math.max(0, kept.length - TOOLS_MAX),
    missing: [...(allowed ?? [])].filter((name) => !offered.has(name)),
  }
}

function toServerTool(tool: Tool): ServerTool {
  return { name: tool.name, description: tool.description, inputSchema: tool.inputSchema as Record<string, unknown> }
}
