import type { Tool as AiTool, FlexibleSchema, ToolExecutionOptions, ToolSet } from 'ai'
import { AgentError } from '../agent/agent-error.ts'
import type { McpTool } from '../mcp/mcp-tool.ts'
import type { AiSdk } from '../model/load-ai.ts'
import type { ContentCapture } from '../telemetry/telemetry-config.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { executeAiTool } from './execute-ai-tool.ts'
import { executeTool, type ToolCaller, type ToolIdentity } from './execute-tool.ts'
import { jsonOutput } from './json-output.ts'
import { sdkSchema } from './sdk-schema.ts'
import type { JsonSchema, Tool, ToolContext, ToolOffer } from './tool.ts'

/** Tools of the AI SDK by name, as `generateText` takes them. */
// biome-ignore lint/suspicious/noExplicitAny: as the AI SDK's own ToolSet
export type AiTools = Record<string, AiTool<any, any>>

/** What an agent's list of tools holds. */
export type ToolEntry = Tool | AiTools

/** What one run gives to its tools. */
export interface ToolBinding extends ToolOffer {
  ai: AiSdk
  caller: ToolCaller
  telemetry: TelemetryCore
  /** Told of each call as it starts. */
  onCall(): void
  contextOf(call: { toolCallId: string; abortSignal: AbortSignal | undefined }): ToolContext
}

/** One of ours, not a record of the AI SDK's. */
export const isTool = (entry: ToolEntry): entry is Tool =>
  typeof entry.name === 'string' && typeof entry.handler === 'function'

/** The names that the model sees. */
export const toolNames = (entries: readonly ToolEntry[]): string[] =>
  entries.flatMap((entry) => (isTool(entry) ? [entry.name] : Object.keys(entry)))

/**
 * Refuses two tools of one name.
 * @throws {AgentError} `DUPLICATE_NAME`.
 */
export function assertToolNames(agent: string, entries: readonly ToolEntry[]): void {
  const names = toolNames(entries)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new AgentError(
      'DUPLICATE_NAME',
      `agent ${JSON.stringify(agent)} has two tools named ${JSON.stringify(twice)}`,
      {
        agent,
        tool: twice,
      },
    )
  }
}

/** `captureContent` by the name of the tool, for those that have their own. */
export function captureLevels(entries: readonly ToolEntry[]): ReadonlyMap<string, ContentCapture> {
  const levels = new Map<string, ContentCapture>()
  for (const entry of entries) {
    if (isTool(entry) && entry.captureContent) levels.set(entry.name, entry.captureContent)
  }
  return levels
}

/** The tools of one run in the AI SDK's form, each call in its span. A tool of the agent goes before an MCP tool of the same name. */
export function bindTools(
  entries: readonly ToolEntry[],
  mcpTools: Readonly<Record<string, McpTool>>,
  at: ToolBinding,
): ToolSet {
  const bound: AiTools = {}
  for (const tool of Object.values(mcpTools)) bound[tool.name] = bindMcpTool(tool, at)
  for (const entry of entries) {
    for (const [name, tool] of isTool(entry) ? [[entry.name, bindTool(entry, at)] as const] : Object.entries(entry)) {
      if (name in mcpTools) reportShadowed(name, at)
      bound[name] = isTool(entry) ? tool : bindAiTool(name, tool, at)
    }
  }
  return bound
}

function reportShadowed(name: string, { caller }: ToolBinding): void {
  caller.internals.diagnostics.report({
    level: 'warn',
    code: 'mcp_tool_shadowed',
    message: `agent ${caller.agentName} has a tool ${name} of its own: the MCP tool of that name is not offered`,
  })
}

function bindTool(tool: Tool, at: ToolBinding): AiTools[string] {
  const identity: ToolIdentity = { ...tool, source: 'local', attributes: undefined }
  return {
    ...(tool.description !== undefined && { description: tool.description }),
    inputSchema: sdkSchema(at.ai, schemaOf(tool, at)),
    execute: (input: unknown, options: ToolExecutionOptions) => {
      at.onCall()
      const call = { toolCallId: options.toolCallId, abortSignal: options.abortSignal }
      return executeTool(identity, { ...call, input }, at.caller, async () => {
        const output = await tool.handler(input, at.contextOf(call))
        // A model that reads nothing often calls again.
        return output === undefined ? `${tool.name} succeeded` : jsonOutput(output)
      })
    },
  }
}

function bindMcpTool(tool: McpTool, at: ToolBinding): AiTools[string] {
  return at.ai.dynamicTool({
    ...(tool.description !== undefined && { description: tool.description }),
    inputSchema: sdkSchema(at.ai, tool.inputSchema as JsonSchema),
    execute: (input, options) => {
      at.onCall()
      const { name, description } = tool
      const identity: ToolIdentity = { name, description, source: 'mcp', attributes: tool.attributes() }
      const { toolCallId, abortSignal } = options
      return executeTool(identity, { toolCallId, abortSignal, input }, at.caller, (context) =>
        tool.call(input, { context, telemetry: at.telemetry, agentName: at.caller.agentName, toolCallId, abortSignal }),
      )
    },
  })
}

/** A tool of the AI SDK as it is, its execution in a span. One that yields parts keeps yielding them. */
function bindAiTool(name: string, tool: AiTools[string], at: ToolBinding): AiTools[string] {
  const { execute } = tool
  if (!execute) return tool
  return {
    ...tool,
    execute: (input: unknown, options: ToolExecutionOptions) => {
      at.onCall()
      const { toolCallId, abortSignal } = options
      const identity: ToolIdentity = { name, description: tool.description, source: 'local' }
      return executeAiTool(identity, { toolCallId, abortSignal, input }, at.caller, () =>
        execute.call(tool, input, options),
      )
    },
  }
}

/** A function makes the schema for this run; some libraries' schemas are functions too, and carry the mark of a schema. */
function schemaOf({ parameters }: Tool, { agent, network }: ToolOffer): FlexibleSchema | JsonSchema {
  return typeof parameters === 'function' && !('~standard' in parameters)
    ? (parameters as (offer: ToolOffer) => JsonSchema)({ agent, network })
    : (parameters as FlexibleSchema | JsonSchema)
}
