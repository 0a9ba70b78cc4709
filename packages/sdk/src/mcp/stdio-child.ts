import type { ChildProcess } from 'node:child_process'
import type { Diagnostics } from '../telemetry/diagnostics.ts'

const TAIL_CHARACTERS = 4096
const LINE_CHARACTERS = 2000
const LINES_PER_MINUTE = 200
const MINUTE_MS = 60_000

/** The process of a stdio server, seen through the transport that started it. */
export interface StdioChild {
  /** The last characters of its stderr. */
  stderrTail(): string | undefined
  /** Lets this process end while the server idles: a program that never closes its agents must not hang on them. */
  release(): void
  /** Takes `release` back, so that a close that is awaited is waited for. */
  hold(): void
}

interface StdioTransport {
  readonly stderr: unknown
  // The official transport keeps the process to itself; without it, only `release` is lost.
  readonly _process?: ChildProcess | undefined
  start?(): Promise<void>
}

interface Readable {
  on(event: 'data', listener: (chunk: unknown) => void): void
}

const running = new Set<ChildProcess>()

/**
 * Watches a stdio transport that is not started yet; what it starts ends with this process, from its first moment on: a server that hangs while it is
 * greeted would outlive a program that does not wait. Lines of stderr become `debug` diagnostics, at most 200 a minute of at most 2,000 characters.
 */
export function watchStdioChild(transport: StdioTransport, serverName: string, diagnostics: Diagnostics): StdioChild {
  let tail = ''
  let child: ChildProcess | undefined
  const reportLine = createLineReporter(serverName, diagnostics)
  let partial = ''
  const start = transport.start?.bind(transport)
  if (start) {
    transport.start = async () => {
      await start()
      if (transport._process !== undefined) endWithThisProcess(transport._process)
    }
  }
  const stderr = transport.stderr as Readable | null
  stderr?.on('data', (chunk) => {
    const text = String(chunk)
    tail = (tail + text).slice(-TAIL_CHARACTERS)
    const lines = (partial + text).split('\n')
    partial = (lines.pop() ?? '').slice(-LINE_CHARACTERS)
    for (const line of lines) if (line.trim() !== '') reportLine(line)
  })
  return {
    stderrTail: () => (tail === '' ? undefined : tail),
    release() {
      child = transport._process
      if (child === undefined) return
      for (const handle of handlesOf(child)) handle.unref?.()
    },
    hold() {
      if (child !== undefined) for (const handle of handlesOf(child)) handle.ref?.()
    },
  }
}

interface Handle {
  ref?(): unknown
  unref?(): unknown
}

function handlesOf(child: ChildProcess): Handle[] {
  return [child, child.stdin, child.stdout, child.stderr].filter((handle) => handle !== null) as Handle[]
}

function createLineReporter(serverName: string, diagnostics: Diagnostics): (line: string) => void {
  let windowStart = 0
  let count = 0
  return (line) => {
    const now = Date.now()
    if (now - windowStart >= MINUTE_MS) {
      windowStart = now
      count = 0
    }
    count += 1
    if (count > LINES_PER_MINUTE) return
    const message = `${serverName}: ${line.slice(0, LINE_CHARACTERS)}`
    diagnostics.report({ level: 'debug', code: 'mcp_server_stderr', message })
  }
}

// A server whose stdin ends should exit, but one that hangs would outlive a process that does not wait for it.
function endWithThisProcess(child: ChildProcess): void {
  if (running.size === 0) process.on('exit', endAll)
  running.add(child)
  child.once('close', () => {
    running.delete(child)
    if (running.size === 0) process.removeListener('exit', endAll)
  })
}

function endAll(): void {
  for (const child of running) child.kill()
}
