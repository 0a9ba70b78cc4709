/** Stands for the official client's stdio transport where there are no processes to start, so that bundlers do not look for Node's modules. */
export class StdioClientTransport {
  constructor() {
    throw new TypeError('this runtime cannot start processes: MCP servers are reached by http here')
  }
}
