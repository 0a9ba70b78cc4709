import { setTimeout as sleep } from 'node:timers/promises'
import { EngineStartError } from '../errors.ts'
import { EngineProcess } from './engine-process.ts'

/** `restarting` means clients see connection errors for a moment; `failed` means five starts in a row failed, and it goes on trying. */
export type EngineState = 'starting' | 'ready' | 'restarting' | 'failed' | 'closing' | 'closed'

/** Where the supervisor writes; pino's shape. */
export interface EngineLogger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** How a hung engine is found: `failuresMax` health questions in a row without an answer within `timeoutMs`. */
export interface Heartbeat {
  intervalMs: number
  timeoutMs: number
  failuresMax: number
}

export interface SupervisedEngine {
  pid(): number | undefined
  close(): Promise<void>
}

export interface SuperviseEngineOptions {
  engine: string
  entry: URL
  dataDir: string
  startOptions: unknown
  env?: Record<string, string>
  /** Rejects when the engine does not answer a question of its own protocol. */
  checkHealth: (signal: AbortSignal) => Promise<void>
  heartbeat: Heartbeat
  startTimeoutMs: number
  closeTimeoutMs: number
  logger?: EngineLogger | undefined
  onProgress?: ((message: string) => void) | undefined
  onStateChange?: ((state: EngineState) => void) | undefined
}

const READY_POLL_MS = 50
const HEALTH_TIMEOUT_WHILE_STARTING_MS = 1_000
const RESTART_DELAY_MAX_MS = 10_000
const STARTS_BEFORE_FAILED = 5

/**
 * Runs an engine in a child process and keeps it running: a child that dies or hangs is replaced on the same port.
 * @throws what kept the first start from succeeding; later failures are told through `onStateChange` and tried again.
 */
export async function superviseEngine(options: SuperviseEngineOptions): Promise<SupervisedEngine> {
  const supervisor = new Supervisor(options)
  await supervisor.start()
  return supervisor
}

class Supervisor implements SupervisedEngine {
  readonly #options: SuperviseEngineOptions
  readonly #closing = new AbortController()
  #child: EngineProcess | undefined
  #state: EngineState = 'starting'
  #watching: Promise<void> = Promise.resolve()

  constructor(options: SuperviseEngineOptions) {
    this.#options = options
  }

  pid(): number | undefined {
    return this.#child?.pid
  }

  async start(): Promise<void> {
    this.#child = await this.#startChild()
    this.#enter('ready')
    this.#watching = this.#watch()
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return this.#watching
    this.#enter('closing')
    this.#closing.abort()
    await this.#child?.close(this.#options.closeTimeoutMs)
    await this.#watching
    this.#enter('closed')
  }

  async #startChild(): Promise<EngineProcess> {
    const { engine, entry, dataDir, env, startOptions, onProgress } = this.#options
    const child = new EngineProcess({ engine, entry, dataDir, env, startOptions, onProgress })
    this.#child = child
    const deadline = Date.now() + this.#options.startTimeoutMs
    while (!child.hasExited) {
      if (await this.#isHealthy(HEALTH_TIMEOUT_WHILE_STARTING_MS)) {
        if (!child.hasExited) return child
      } else if (Date.now() > deadline || this.#closing.signal.aborted) {
        await child.kill()
        throw new EngineStartError(engine, `no answer within ${this.#options.startTimeoutMs} ms; ${child.lastWords()}`)
      } else {
        await Promise.race([sleep(READY_POLL_MS), child.exited])
      }
    }
    throw child.failure()
  }

  async #isHealthy(timeoutMs: number): Promise<boolean> {
    try {
      await this.#options.checkHealth(AbortSignal.timeout(timeoutMs))
      return true
    } catch {
      // The reason is of no use: a starting engine refuses, a hung one times out, and both are counted by the caller.
      return false
    }
  }

  async #watch(): Promise<void> {
    const { engine, logger } = this.#options
    while (!this.#closing.signal.aborted) {
      await this.#untilGone()
      if (this.#closing.signal.aborted) return
      logger?.warn({ engine, lastWords: this.#child?.lastWords() }, 'embedded engine ended, starting it again')
      this.#enter('restarting')
      await this.#restart()
    }
  }

  /** Settles when the child is gone, by itself or because it hung and was killed. */
  async #untilGone(): Promise<void> {
    const child = this.#child
    const { engine, heartbeat, logger } = this.#options
    let failures = 0
    while (child && !child.hasExited && !this.#closing.signal.aborted) {
      await Promise.race([this.#pause(heartbeat.intervalMs), child.exited])
      if (child.hasExited || this.#closing.signal.aborted) return
      failures = (await this.#isHealthy(heartbeat.timeoutMs)) ? 0 : failures + 1
      if (failures < heartbeat.failuresMax || this.#closing.signal.aborted) continue
      logger?.warn({ engine, pid: child.pid, failures }, 'embedded engine does not answer, killing it')
      await child.kill()
    }
  }

  async #restart(): Promise<void> {
    for (let attempt = 1; !this.#closing.signal.aborted; attempt += 1) {
      try {
        this.#child = await this.#startChild()
        return this.#enter('ready')
      } catch (error) {
        this.#options.logger?.warn(
          { engine: this.#options.engine, attempt, err: error },
          'embedded engine did not start',
        )
        if (attempt === STARTS_BEFORE_FAILED) this.#enter('failed')
        await this.#pause(Math.min(100 * 2 ** attempt, RESTART_DELAY_MAX_MS))
      }
    }
  }

  async #pause(durationMs: number): Promise<void> {
    await sleep(durationMs, undefined, { signal: this.#closing.signal }).catch(() => undefined)
  }

  #enter(state: EngineState): void {
    if (this.#state === 'closing' && state !== 'closed') return
    this.#state = state
    this.#options.onStateChange?.(state)
  }
}
