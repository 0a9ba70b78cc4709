import { MessageChannel, Worker } from 'node:worker_threads'
import type { MessageEnd } from '../thread/messages.ts'
import type { FromJsonThread, ToJsonThread } from './json-messages.ts'
import { serveJson } from './serve-json.ts'

export interface JsonWorker extends MessageEnd<ToJsonThread, FromJsonThread> {
  /** Resolves to the error that ended it, or `undefined` where it was ended. */
  readonly ended: Promise<unknown>
  end(): Promise<void>
}

/** Starts the thread. From the sources, which Node cannot load, the same runs in this thread behind a port. */
export function spawnJsonThread(heapMegabytesMax: number): JsonWorker {
  return import.meta.url.endsWith('.ts') ? runHere() : spawnWorker(heapMegabytesMax)
}

function spawnWorker(heapMegabytesMax: number): JsonWorker {
  const worker = new Worker(new URL('./json-thread.js', import.meta.url), {
    name: 'hanzo-json',
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
  })
  // Whoever waits for an answer keeps the process alive by the connection of its client.
  worker.unref()
  let failure: unknown
  worker.on('error', (error) => {
    failure = error
  })
  return {
    ended: new Promise((resolve) => worker.on('exit', () => resolve(failure))),
    postMessage: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[] | undefined),
    on: (event, listener) => worker.on(event, listener),
    end: async () => void (await worker.terminate()),
  }
}

function runHere(): JsonWorker {
  const { port1, port2 } = new MessageChannel()
  serveJson(port2 as unknown as MessageEnd<FromJsonThread, ToJsonThread>)
  return {
    ended: new Promise((resolve) => port1.on('close', () => resolve(undefined))),
    postMessage: (message, transfer) => port1.postMessage(message, transfer as ArrayBuffer[] | undefined),
    on: (event, listener) => port1.on(event, listener),
    end: async () => port1.close(),
  }
}
