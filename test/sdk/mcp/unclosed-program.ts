import { connectMcpServer } from '../../../packages/sdk/src/mcp/connect-mcp-server.ts'
import { Telemetry } from '../../../packages/sdk/src/telemetry/telemetry.ts'

// Uses a server and forgets to close it: the process must end all the same, and the server with it.
const [, , serverPath = ''] = process.argv
const telemetry = new Telemetry({ console: 'silent' })
const server = await connectMcpServer(
  { name: 'demo', transport: { type: 'stdio', command: process.execPath, args: [serverPath] } },
  { telemetry },
)
const answer = await server.callTool('echo', { text: 'hi' })
const pid = Number(await server.callTool('pid'))
process.stdout.write(JSON.stringify({ answer, pid }))
