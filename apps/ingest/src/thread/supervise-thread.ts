import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../logger.ts'
import type { FromThread, IngestSettings, ToThread } from './messages.ts'
import { spawnThread, type Thread } from './spawn-thread.ts'

const restartPauseMsMin = 50
const restartPauseMsMax = 5_000

export interface SupervisionOptions {
  settings: Omit<IngestSettings, 'takesOver'>
  onMessage(message: FromThread): void
  /** A thread runs, from now on messages reach it. */
  onStarted(post: (message: ToThread) => void): void
  /** It ended: nothing that was asked will be answered. `error` is the reason where it did not end by itself. */
  onEnded(error: unknown): void
  /** Asks the thread to open what it works on; rejects where it cannot. */
  open(): Promise<void>
  logger: Pick<Logger, 'error'>
}

/** A thread that is started again when it ends unasked. */
export interface SupervisedThread {
  /** @returns false while there is no thread. */
  post(message: ToThread, transfer?: readonly ArrayBuffer[]): boolean
  /** Starts and opens it. Only then it is started again when it ends. */
  start(): Promise<void>
  /** Ends it at once. */
  kill(): Promise<void>
  /** Asks it to end by `askToClose`, ends it after `timeoutMs`, and starts it no more. */
  close(askToClose: () => Promise<void>, timeoutMs: number): Promise<void>
}

export function superviseThread(options: SupervisionOptions): SupervisedThread {
  const { settings, logger } = options
  let thread: Thread | undefined
  let isClosing = false
  let isOpened = false

  function spawn(takesOver: boolean): void {
    const spawned = spawnThread({ ...settings, takesOver })
    thread = spawned
    spawned.on('message', options.onMessage)
    void spawned.ended.then((error) => {
      thread = undefined
      options.onEnded(error)
      if (isOpened && !isClosing) void restart(error)
    })
    options.onStarted((message) => spawned.postMessage(message))
  }
  /** Until it is open. One that ends while it opens counts as a failure to open. */
  async function restart(error: unknown): Promise<void> {
    logger.error({ err: error }, 'the ingest thread ended unasked: starting it again')
    isOpened = false
    for (let pauseMs = restartPauseMsMin; !isOpened; pauseMs = Math.min(pauseMs * 2, restartPauseMsMax)) {
      await sleep(pauseMs)
      if (isClosing) return
      if (!thread) spawn(true)
      await options.open().then(
        () => {
          isOpened = true
        },
        (err: unknown) => logger.error({ err }, 'the ingest thread could not be started again'),
      )
      // What failed to open does not try again by itself.
      if (!isOpened) await thread?.kill()
    }
  }

  return {
    post(message, transfer) {
      thread?.postMessage(message, transfer)
      return thread !== undefined
    },
    async start() {
      spawn(false)
      await options.open()
      isOpened = true
    },
    kill: async () => thread?.kill(),
    async close(askToClose, timeoutMs) {
      isClosing = true
      const current = thread
      if (!current) return
      const deadline = setTimeout(() => void current.kill(), timeoutMs)
      await askToClose().catch((err: unknown) => logger.error({ err }, 'the spool could not be closed'))
      await current.ended
      clearTimeout(deadline)
    },
  }
}
