import { MessageChannel, Worker } from 'node:worker_threads'
import type { FromThread, IngestSettings, MessageEnd, ToThread } from './messages.ts'
import { serveIngest } from './serve-ingest.ts'

/** The ingest thread as the main thread has it. */
export interface Thread extends MessageEnd<ToThread, FromThread> {
  /** Resolves to the error that ended it, or `undefined` where it ended by itself. */
  readonly ended: Promise<unknown>
  /** Ends it at once, whatever it does. */
  kill(): Promise<void>
}

/** Starts the thread. From the sources, which Node cannot load, the same runs in this thread behind a port. */
export function spawnThread(settings: IngestSettings): Thread {
  return import.meta.url.endsWith('.ts') ? runHere(settings) : spawnWorker(settings)
}

function spawnWorker(settings: IngestSettings): Thread {
  const worker = new Worker(new URL('./ingest-thread.js', import.meta.url), {
    name: 'hanzo-ingest',
    workerData: settings,
    // Flags of this process are for its own entry: a test runner's would lead the thread to the sources.
    execArgv: [],
  })
  let failure: unknown
  worker.on('error', (error) => {
    failure = error
  })
  const ended = new Promise<unknown>((resolve) => {
    worker.on('exit', (code) => resolve(failure ?? (code === 0 ? undefined : new Error(`exit code ${code}`))))
  })
  return {
    ended,
    postMessage: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[] | undefined),
    on: (event, listener) => worker.on(event, listener),
    kill: async () => void (await worker.terminate()),
  }
}

function runHere(settings: IngestSettings): Thread {
  const { port1, port2 } = new MessageChannel()
  const ended = new Promise<undefined>((resolve) => port1.on('close', () => resolve(undefined)))
  serveIngest(port2 as unknown as MessageEnd<FromThread, ToThread>, settings, () => port2.close())
  return {
    ended,
    postMessage: (message, transfer) => port1.postMessage(message, transfer as ArrayBuffer[] | undefined),
    on: (event, listener) => port1.on(event, listener),
    // There is no thread to end.
    kill: () => Promise.resolve(),
  }
}
