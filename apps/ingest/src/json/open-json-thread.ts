import type { DecodedSignal } from '../decode/decode-into.ts'
import type { OtlpEncoding } from '../decode/decoded.ts'
import type { Transcoded } from '../decode/transcode-request.ts'
import type { Logger } from '../logger.ts'
import { ownBytes } from '../thread/own-bytes.ts'
import { unpackError } from '../thread/packed-error.ts'
import { JsonInterruptedError, JsonTooLargeError } from './json-errors.ts'
import type { FromJsonThread } from './json-messages.ts'
import { type JsonWorker, spawnJsonThread } from './spawn-json-thread.ts'

export interface JsonThread {
  /**
   * Makes a request one in protobuf that is quickly read. Its memory is handed over.
   * @throws {UndecodableError} @throws {JsonTooLargeError} @throws {JsonInterruptedError}
   */
  transcode(signal: DecodedSignal, encoding: OtlpEncoding, body: Uint8Array): Promise<Transcoded>
  close(): Promise<void>
}

export interface JsonThreadOptions {
  /** Memory that the objects of the requests in it may take. */
  heapMegabytesMax: number
  logger: Pick<Logger, 'warn'>
  idleMilliseconds?: number
}

interface Pending {
  /** Which has it: one that ends while the next works takes only its own with it. */
  worker: JsonWorker
  bytes: number
  resolve(transcoded: Transcoded): void
  reject(error: unknown): void
}

/**
 * A thread for large requests that take long, nearly all of them in JSON: started by the first, and ended when there was none for a while, since what it grew to
 * is given back only then. One that runs out of memory takes nothing else with it.
 */
export function openJsonThread({ heapMegabytesMax, logger, idleMilliseconds = 30_000 }: JsonThreadOptions): JsonThread {
  const pending = new Map<number, Pending>()
  let nextId = 0
  let worker: JsonWorker | undefined
  let idle: NodeJS.Timeout | undefined

  function start(): JsonWorker {
    const started = spawnJsonThread(heapMegabytesMax)
    started.on('message', settle)
    void started.ended.then((error) => {
      if (worker === started) worker = undefined
      if (error) logger.warn({ err: error }, 'the thread for JSON ended')
      rejectAllOf(started, error)
    })
    return started
  }
  function settle(message: FromJsonThread): void {
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.type === 'transcoded') call?.resolve(message.transcoded)
    else call?.reject(unpackError(message.error))
    if (pending.size === 0) endWhenIdle()
  }
  function endWhenIdle(): void {
    clearTimeout(idle)
    idle = setTimeout(() => void end(), idleMilliseconds)
    idle.unref()
  }
  async function end(): Promise<void> {
    const ending = worker
    worker = undefined
    await ending?.end()
  }
  /** Of several the largest is to blame for the memory; the others are to come again. */
  function rejectAllOf(ended: JsonWorker, error: unknown): void {
    const isFull = (error as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
    const calls = [...pending].filter(([, call]) => call.worker === ended)
    const largest = Math.max(...calls.map(([, { bytes }]) => bytes))
    for (const [id, { bytes, reject }] of calls) {
      pending.delete(id)
      reject(isFull && bytes === largest ? new JsonTooLargeError(bytes, error) : new JsonInterruptedError(error))
    }
  }

  return {
    transcode(signal, encoding, body) {
      clearTimeout(idle)
      worker ??= start()
      const asked = worker
      const id = nextId++
      const owned = ownBytes(body)
      const bytes = owned.length
      asked.postMessage({ id, signal, encoding, body: owned }, [owned.buffer])
      return new Promise((resolve, reject) => pending.set(id, { worker: asked, bytes, resolve, reject }))
    },
    async close() {
      clearTimeout(idle)
      await end()
    },
  }
}
