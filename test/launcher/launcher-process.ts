import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { freePort } from '../platform/free-port.ts'

const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url))

export interface Launcher {
  url: string
  port: number
  process: ChildProcess
  /** Everything it has printed so far. */
  output(): string
  /** Resolves with its exit code. */
  exited: Promise<number | null>
  /** Processes that it started and that are still there, and theirs. */
  children(): number[]
}

/** Runs `npm start`'s script in a process of its own. */
export function launch(environment: Record<string, string>): Omit<Launcher, 'url' | 'port'> {
  const { HANZO_TEST_COUNTS: _counts, ...inherited } = process.env
  const child = spawn(process.execPath, [script], {
    env: { ...inherited, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return {
    process: child,
    output: () => text,
    exited: once(child, 'close').then(([code]) => code as number | null),
    children: () => descendants(child.pid ?? 0),
  }
}

/** Runs it and waits until it says that it is ready. */
export async function launchReady(dataDir: string): Promise<Launcher> {
  const port = await freePort()
  const launcher = launch({ HANZO_DATA_DIR: dataDir, HANZO_PORT: String(port), HANZO_GRPC_PORT: '0' })
  let hasExited = false
  void launcher.exited.then(() => {
    hasExited = true
  })
  await until(() => hasExited || launcher.output().includes('Ctrl-C stops everything'), 240_000)
  if (hasExited) throw new Error(`the launcher ended:\n${launcher.output()}`)
  return { ...launcher, url: `http://127.0.0.1:${port}`, port }
}

/** Asks again and again until the answer is yes. @throws after `timeoutMs`. */
export async function until(isTrue: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs / 1000} s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export function isAlive(pid: number): boolean {
  return parentOf(pid) !== undefined
}

/** The parent's id, of a process that is there and no zombie. */
function parentOf(pid: number): number | undefined {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return state === 'Z' ? undefined : Number(parent)
  } catch {
    return undefined
  }
}

/** The command line of a process; empty for one that is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function descendants(pid: number): number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  const direct = all.filter((other) => parentOf(other) === pid)
  return direct.flatMap((child) => [child, ...descendants(child)])
}
