import { assertToolNames, toolNames } from '../tool/bind-tools.ts'
import { createTool, type Tool } from '../tool/tool.ts'
import type { AgentConfig, RunOptions } from './agent-config.ts'
import { AgentError } from './agent-error.ts'
import type { AgentResult, StreamEvent } from './agent-result.ts'
import { createMcpConnections, type McpConnections } from './mcp-connections.ts'
import { runAgent } from './run-agent.ts'
import { streamRun } from './stream-run.ts'

/** An agent: a model with instructions and tools, observed. Runs may overlap; they share nothing but the connections to MCP servers. */
export class Agent {
  readonly name: string
  readonly description: string | undefined
  readonly config: Readonly<AgentConfig>
  /** @internal */
  readonly mcp: McpConnections

  /** @throws {AgentError} `INVALID_CONFIG` without a name, `DUPLICATE_NAME` for two tools of one name. */
  constructor(config: AgentConfig) {
    if (!config.name) throw new AgentError('INVALID_CONFIG', 'an agent needs a name')
    if (config.maxSteps !== undefined && !(config.maxSteps >= 1)) {
      throw new AgentError('INVALID_CONFIG', `maxSteps of agent ${JSON.stringify(config.name)} must be at least 1`)
    }
    const tools = config.tools ?? []
    assertToolNames(config.name, tools)
    this.name = config.name
    this.description = config.description
    this.config = { ...config }
    this.mcp = createMcpConnections(config.name, config.mcpServers ?? [], toolNames(tools))
  }

  /**
   * Runs until the model has no more to say, a tool ends the run, or `maxSteps` is reached.
   * @throws what the model, a hook or an MCP server threw, unchanged; after retries the last error, with the `RetryError` as its cause. The signal's
   * reason when aborted. A failing tool throws nothing: the model is told.
   */
  async run(options: RunOptions): Promise<AgentResult> {
    const { result } = await runAgent(this, options)
    return result
  }

  /** As `run`, told while it happens. What `run` would throw is thrown to the reader. A reader that stops early aborts the run. */
  stream(options: RunOptions): AsyncIterableIterator<StreamEvent> {
    return streamRun(options, this.config.telemetry, async (streamed, emit) => {
      const { result } = await runAgent(this, streamed, { emit })
      return result
    })
  }

  /** The agent as a tool of another: its input is a prompt, its result the text. The run nests below the caller's tool span. */
  asTool(as: { name?: string | undefined; description?: string | undefined } = {}): Tool<{ prompt: string }, string> {
    return createTool({
      name: as.name ?? this.name,
      description: as.description ?? this.description,
      parameters: {
        type: 'object',
        properties: { prompt: { type: 'string', description: 'What the agent is to do, with all it has to know.' } },
        required: ['prompt'],
        additionalProperties: false,
      },
      handler: async ({ prompt }, { state, telemetry, network, abortSignal }) => {
        const messages = [{ role: 'user' as const, content: String(prompt) }]
        const { text } = await this.run({ messages, context: { state, telemetry, network }, abortSignal })
        return text
      },
    })
  }

  /** Another agent with some of the configuration changed. It opens its own connections. */
  clone(changes: Partial<AgentConfig> = {}): Agent {
    return new Agent({ ...this.config, ...changes })
  }

  /** Closes the connections to MCP servers. A later run opens them again. Never rejects. */
  close(): Promise<void> {
    return this.mcp.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * Makes an agent.
 * @throws {AgentError} as the constructor of `Agent`.
 */
export const createAgent = (config: AgentConfig): Agent => new Agent(config)
