/** How a Model Context Protocol server is reached. `sse` is the transport that `http` (streamable HTTP) replaced. */
export type McpTransport =
  | {
      type: 'stdio'
      command: string
      args?: string[] | undefined
      /** Added to the few variables a server needs to start; nothing else of this process's environment is passed on. */
      env?: Record<string, string> | undefined
      cwd?: string | undefined
    }
  | { type: 'http' | 'streamable-http' | 'sse'; url: string; headers?: Record<string, string> | undefined }
  /** A transport object of `@modelcontextprotocol/client`, not started; or a function that makes one, so that a lost connection can be made again. */
  | { type: 'custom'; transport: unknown }

/** One server whose tools an agent may call. */
export interface McpServerConfig {
  /** Unique among the servers of one agent. It is the `server` tag of the `mcp.*` metrics. */
  name: string
  transport: McpTransport
  /**
   * Default true: a run fails when the server cannot be reached. False: that is logged and counted, and the run goes on without its tools; later runs try
   * again, at most every 0.5 s at first and every 30 s in the end, and wait for it a second at most.
   */
  required?: boolean | undefined
  /** Default 10,000 ms. */
  connectTimeoutMs?: number | undefined
  /** Of one tool call, default 60,000 ms. */
  callTimeoutMs?: number | undefined
  /**
   * Default true: tools are named `<server>-<tool>`, so that two servers cannot collide. False: a tool has its own name; if a tool of the agent
   * or of an earlier server has that name, it gets its prefix all the same, and a number if that is taken too, which is reported as `mcp_tool_renamed`.
   * Characters that models refuse become `_`, and names are cut at 64.
   */
  toolPrefix?: boolean | undefined
  /** The tools the model may see, by their name at the server. Default: all. */
  allowTools?: string[] | undefined
}
