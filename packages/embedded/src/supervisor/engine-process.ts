import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DataDirectoryLockedError, EngineStartError, PortInUseError } from '../errors.ts'
import type { ChildFailure, ChildMessage, SupervisorMessage } from './messages.ts'

const CONFINED_CHILD = fileURLToPath(builtEntry(new URL('./confined-child.cjs', import.meta.url)))
const LAST_WORDS_CHARACTERS_MAX = 4_000

export interface EngineProcessOptions {
  engine: string
  entry: URL
  /** The only directory that the process may write to. */
  dataDir: string
  env: Record<string, string> | undefined
  startOptions: unknown
  onProgress: ((message: string) => void) | undefined
}

/** One child process that runs one engine. */
export class EngineProcess {
  readonly exited: Promise<void>
  hasExited = false
  readonly #engine: string
  readonly #child: ChildProcess
  #output = ''
  #failure: ChildFailure | undefined

  constructor(options: EngineProcessOptions) {
    this.#engine = options.engine
    this.#child = spawn(process.execPath, [CONFINED_CHILD, fileURLToPath(builtEntry(options.entry)), options.dataDir], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C in the terminal must not end the engine before its clients are done.
      detached: true,
      // Nothing of our own environment: an engine has no business with the platform's secrets, and its time zone is fixed.
      env: { TZ: 'UTC', ...options.env },
    })
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', () => {
        this.hasExited = true
        resolve()
      })
      this.#child.once('error', (error) => {
        this.#failure ??= { code: 'ENGINE_START_FAILED', detail: error.message }
        this.hasExited = true
        resolve()
      })
    })
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#keep(chunk))
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#keep(chunk))
    this.#child.on('message', (message: ChildMessage) => {
      if (message.type === 'progress') options.onProgress?.(message.message)
      else this.#failure = message
    })
    this.#send({ type: 'start', options: options.startOptions })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** The end of what the child wrote to its standard output and error. */
  lastWords(): string {
    return this.#output.trim()
  }

  /** Why the child ended before its engine was ready. */
  failure(): Error {
    const failure = this.#failure
    if (failure?.code === 'DATA_DIRECTORY_LOCKED') return new DataDirectoryLockedError(failure.dataDir, failure.pid)
    if (failure?.code === 'PORT_IN_USE') return new PortInUseError(failure)
    return new EngineStartError(this.#engine, [failure?.detail, this.lastWords()].filter(Boolean).join('; '))
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.exited
  }

  /** Lets the engine finish what runs, for at most `timeoutMs`. */
  async close(timeoutMs: number): Promise<void> {
    if (this.hasExited) return
    this.#send({ type: 'close' })
    const deadline = new AbortController()
    const timeout = sleep(timeoutMs, 'late', { signal: deadline.signal }).catch(() => 'ended')
    const outcome = await Promise.race([this.exited, timeout])
    deadline.abort()
    if (outcome === 'late') await this.kill()
  }

  #send(message: SupervisorMessage): void {
    // A child that died already tells so by its exit.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #keep(chunk: Buffer): void {
    this.#output = (this.#output + chunk.toString('utf8')).slice(-LAST_WORDS_CHARACTERS_MAX)
  }
}

/** Node runs no TypeScript: from the sources (tests), the entry is the built one in dist. */
function builtEntry(entry: URL): URL {
  return new URL(
    entry.href.replace(
      /\/src\/([^?]*)\.[cm]?[jt]s$/,
      (_, path: string) => `/dist/${path}.${entry.href.endsWith('.cjs') ? 'cjs' : 'js'}`,
    ),
  )
}
