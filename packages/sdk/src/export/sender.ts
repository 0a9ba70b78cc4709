import type { Batch } from './batch-lists.ts'
import type { BatchSize } from './batch-size.ts'
import type { ExportBuffer } from './export-buffer.ts'
import type { ExportLedger } from './export-ledger.ts'
import { outcomeOf } from './export-outcome.ts'
import type { ExportTiming } from './export-timing.ts'
import type { OtlpCodec } from './otlp-codec.ts'
import { createPause } from './pause.ts'
import { type PostResult, postOtlp } from './post-otlp.ts'
import { createSettling, type Wait } from './settle-batch.ts'
import { type SignalName, signalWords } from './signal-name.ts'

export interface SenderOptions {
  signal: SignalName
  url: string
  headers: Record<string, string>
  timeoutMillis: number
  codec: OtlpCodec
  buffer: ExportBuffer
  size: BatchSize
  ledger: ExportLedger
  timing: ExportTiming
  fetch: typeof globalThis.fetch
  /** Ends the request in flight; `close` is called at once after it. */
  abort: AbortSignal
  /** Codes that were told and hold still: shared by the signals, since they share a key and a server. */
  told: Set<string>
  gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array>
  /** Called when a batch left the buffer, or a pause began. */
  onChange(): void
}

/** Sends the batches of one signal, oldest first, one request at a time, until it is closed. */
export interface Sender {
  /** There is something in the buffer. */
  work(): void
  /** Tries at once where it would wait by its own decision, and counts failures anew. What the server asked for is kept to. */
  hurry(): void
  close(): void
  /** When the next request is due, in milliseconds since 1970; undefined while one is on its way or nothing waits. */
  readonly pausedUntil: number | undefined
  /** Whether the last answer refused the key. */
  readonly isUnauthorized: boolean
}

export function createSender(options: SenderOptions): Sender {
  const { signal, buffer, timing, onChange } = options
  const pause = createPause()
  const settling = createSettling(options)
  const context = { codec: options.codec, signal, maxRetryAfterMillis: timing.maxRetryAfterMillis }
  let isClosed = false
  let pausedUntil: number | undefined

  async function wait({ millis, isOwnDecision }: Wait): Promise<void> {
    pausedUntil = Date.now() + millis
    onChange()
    if (!isClosed) await pause.until(millis, isOwnDecision ? ['flush', 'close'] : ['close'])
    pausedUntil = undefined
  }
  async function send(batch: Batch): Promise<void> {
    const result = await post(options, batch)
    if (isClosed) return
    try {
      const next = await settling.settle(batch, outcomeOf(result, context))
      if (next) await wait(next)
    } catch (error) {
      settling.lose(batch, 'failed', String(error))
    }
    onChange()
  }
  async function run(): Promise<void> {
    while (!isClosed) {
      const batch = await buffer.take(signal)
      if (batch && !isClosed) await send(batch)
      else if (!isClosed && buffer.oldest(signal) === undefined) await pause.until(undefined, ['work', 'close'])
    }
  }
  void run()

  return {
    work: () => pause.end('work'),
    hurry() {
      settling.forgive()
      pause.end('flush')
    },
    close() {
      isClosed = true
      pause.end('close')
    },
    get pausedUntil() {
      return pausedUntil
    },
    get isUnauthorized() {
      return settling.isUnauthorized
    },
  }
}

async function post(options: SenderOptions, batch: Batch): Promise<PostResult> {
  const { signal, ledger } = options
  const headers: Record<string, string> = { ...options.headers, 'content-type': options.codec.contentType }
  if (batch.isGzip) headers['content-encoding'] = 'gzip'
  const { records, bytes } = batch
  const result = await postOtlp(options.fetch, {
    url: options.url,
    headers,
    body: bytes,
    timeoutMillis: options.timeoutMillis,
    signal: options.abort,
  })
  const answer = result.response ? `status ${result.response.status}` : result.error
  const size = `${records} ${signalWords[signal].noun}, ${bytes.byteLength} bytes`
  const message = `export of ${signal}: ${size}, ${answer}, ${result.milliseconds.toFixed(1)} ms`
  ledger.tell({ level: 'debug', code: 'export', message, count: records })
  return result
}
