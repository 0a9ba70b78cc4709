import { connectMcpServer } from '../../../packages/sdk/src/mcp/connect-mcp-server.ts'
import { Telemetry } from '../../../packages/sdk/src/telemetry/telemetry.ts'

// Ends while its server still hangs at the greeting: the server says its process id on stderr first.
const telemetry = new Telemetry({
  console: 'silent',
  logLevel: 'debug',
  onDiagnostic: ({ code, message }) => {
    const pid = code === 'mcp_server_stderr' ? /pid (\d+)/.exec(message)?.[1] : undefined
    if (pid !== undefined) process.stdout.write(pid, () => process.exit(0))
  },
})
const program = `console.error('pid ' + process.pid); setInterval(() => undefined, 1000)`
const transport = { type: 'stdio' as const, command: process.execPath, args: ['-e', program] }
await connectMcpServer({ name: 'slow', transport }, { telemetry })
