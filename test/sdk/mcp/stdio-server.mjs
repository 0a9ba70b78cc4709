import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'
import { createDemoServer, noteRequests } from './demo-server.mjs'

const mode = process.argv[2] ?? 'serve'
if (mode === 'hang') {
  // Reads and never answers; ends only by a signal.
  process.stdin.resume()
  setInterval(() => undefined, 60_000)
} else if (mode === 'die') {
  process.stderr.write('cannot find its configuration\n')
  process.exit(3)
} else {
  if (mode === 'noisy') for (let line = 0; line < 1000; line += 1) process.stderr.write(`line ${line}\n`)
  const seen = []
  const transport = new StdioServerTransport()
  await createDemoServer({ seen }).connect(transport)
  noteRequests(transport, seen)
}
