import { backOffMillis } from './back-off.ts'
import type { Batch } from './batch-lists.ts'
import type { ExportOutcome } from './export-outcome.ts'
import { maskText, maskUrl } from './mask.ts'
import type { SenderOptions } from './sender.ts'

/** How long to wait before the next request. */
export interface Wait {
  millis: number
  /** Ours to cut short; what the server asked for is not. */
  isOwnDecision: boolean
}

/** Does what the outcome of a request asks for, and remembers the failures in a row. */
export interface Settling {
  settle(batch: Batch, outcome: ExportOutcome): Promise<Wait | undefined>
  /** Counts the failures anew. */
  forgive(): void
  /** Gives a batch up. */
  lose(batch: Batch, reason: 'too_large' | 'rejected' | 'failed', message?: string): void
  readonly isUnauthorized: boolean
}

type Delivered = Extract<ExportOutcome, { kind: 'delivered' }>
type Postponed = Extract<ExportOutcome, { kind: 'retry' | 'pause' }>

export function createSettling(options: SenderOptions): Settling {
  const { signal, buffer, ledger, timing, size } = options
  const hidden = (text: string) => maskText(text, options.headers)
  const failing = createFailing(options)
  let failures = 0

  const lose: Settling['lose'] = (batch, reason, message) => {
    buffer.remove(batch)
    if (message) ledger.failed(reason, hidden(message))
    ledger.lost(signal, reason, batch.records, message && hidden(message))
  }
  const deliver = (batch: Batch, { rejected: refused, message }: Delivered): void => {
    const rejected = Math.min(refused, batch.records)
    buffer.remove(batch)
    size.accepted()
    ledger.exported(signal, batch.records - rejected)
    ledger.lost(signal, 'rejected', rejected, message && hidden(message))
    if (rejected === 0 && message) ledger.tell({ level: 'warn', code: 'server_warning', message: hidden(message) })
    failures = 0
    failing.end()
  }
  const split = async (batch: Batch, message: string): Promise<void> => {
    const plain = batch.isGzip ? await options.gunzip(batch.bytes) : batch.bytes
    const parts = batch.records > 1 ? options.codec.split(signal, plain) : undefined
    if (!parts) return lose(batch, 'too_large', message)
    size.refused(plain.byteLength)
    buffer.replace(batch, parts)
  }
  const postpone = (batch: Batch, outcome: Postponed): Wait => {
    buffer.release(batch)
    failing.begin(outcome.code, hidden(outcome.message))
    if (outcome.kind === 'pause') return { millis: timing.pauseMillis, isOwnDecision: false }
    // Never before the server said, and not all clients at the same moment.
    const { afterMillis } = outcome
    if (afterMillis !== undefined) return { millis: afterMillis * (1 + 0.1 * Math.random()), isOwnDecision: false }
    failures += 1
    return { millis: backOffMillis(failures - 1, timing), isOwnDecision: true }
  }
  return {
    async settle(batch, outcome) {
      if (outcome.kind === 'delivered') deliver(batch, outcome)
      else if (outcome.kind === 'too_large') await split(batch, outcome.message)
      else if (outcome.kind === 'rejected') lose(batch, 'rejected', outcome.message)
      else return postpone(batch, outcome)
      return undefined
    },
    forgive() {
      failures = 0
    },
    lose,
    get isUnauthorized() {
      return failing.code === 'unauthorized'
    },
  }
}

/** Tells the beginning and the end of a time in which nothing can be sent. What all signals share, a key or a redirect, is told once for all. */
function createFailing({ signal, url, ledger, told }: SenderOptions) {
  let code: string | undefined
  return {
    get code() {
      return code
    },
    begin(newCode: string, message: string): void {
      ledger.failed(newCode, message)
      const isShared = newCode === 'unauthorized' || newCode === 'redirected'
      const isTold = isShared ? told.has(newCode) : code !== undefined
      code = newCode
      if (isTold) return
      if (isShared) told.add(newCode)
      ledger.tell({
        level: 'warn',
        code: newCode,
        message: `${failureText(newCode, signal, maskUrl(url))} (${message})`,
      })
    },
    end(): void {
      if (code === undefined) return
      code = undefined
      told.clear()
      ledger.tell({ level: 'info', code: 'recovered', message: `${signal} are sent again` })
    },
  }
}

function failureText(code: string, signal: string, place: string): string {
  if (code === 'unauthorized') return `${place} does not accept the API key; telemetry waits in the buffer`
  if (code === 'redirected') return `${place} redirects to another host, where no key is sent; set cloudUrl to it`
  return `${signal} cannot be sent to ${place} and wait in the buffer`
}
