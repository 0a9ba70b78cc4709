import { DataDirectoryLockedError, PortInUseError } from '../errors.ts'
import type { ChildFailure, ChildMessage, SupervisorMessage } from './messages.ts'

/** A running engine, as its child process sees it. */
export interface Engine {
  /** Ends the engine; what runs may finish first. The process exits when this settles. */
  close(): Promise<void>
}

const CLOSE_WITHOUT_SUPERVISOR_MS = 10_000

/**
 * Runs one engine in this process for the supervisor at the other end of the IPC channel.
 * The process ends when the supervisor asks, and by itself when the supervisor is gone, so that nobody is left holding the data directory.
 */
export function runEngineChild<Options>(
  start: (options: Options, reportProgress: (message: string) => void) => Promise<Engine>,
): void {
  let engine: Engine | undefined
  let isClosing = false

  const close = async () => {
    if (isClosing) return
    isClosing = true
    await engine?.close()
    end()
  }
  process.on('message', (message: SupervisorMessage) => {
    if (message.type === 'close') return void close()
    start(message.options as Options, (text) => send({ type: 'progress', message: text })).then((started) => {
      engine = started
    }, failAndExit)
  })
  const closeWithoutSupervisor = () => {
    setTimeout(end, CLOSE_WITHOUT_SUPERVISOR_MS).unref()
    void close()
  }
  process.on('disconnect', closeWithoutSupervisor)
  // It may have gone while this process loaded its code, before anything listened for that.
  if (process.connected === false) closeWithoutSupervisor()
  // Ctrl-C reaches the whole process group: the supervisor decides when this process ends.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
}

/** Tells the supervisor why the engine cannot run, and ends this process. */
export function failAndExit(error: unknown): void {
  send({ type: 'failed', ...toFailure(error) }, end)
}

// Not process.exit: it waits for threads and exit handlers of a native engine, and everything worth keeping is on disk by now.
function end(): void {
  process.kill(process.pid, 'SIGKILL')
}

function toFailure(error: unknown): ChildFailure {
  if (error instanceof DataDirectoryLockedError) {
    return { code: 'DATA_DIRECTORY_LOCKED', dataDir: error.dataDir, pid: error.pid }
  }
  if (error instanceof PortInUseError) return { code: 'PORT_IN_USE', host: error.host, port: error.port }
  return { code: 'ENGINE_START_FAILED', detail: error instanceof Error ? error.message : String(error) }
}

function send(message: ChildMessage, onSent: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, onSent)
  else onSent()
}
