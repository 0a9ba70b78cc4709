import type { Diagnostic, Diagnostics } from '../telemetry/diagnostics.ts'
import type { TelemetryStats } from '../telemetry/telemetry-stats.ts'
import { type SignalName, signalNames, signalWords } from './signal-name.ts'

/** Why records were not sent, as in `TelemetryStats`. */
export type LossReason =
  | 'queue_full'
  | 'buffer_full'
  | 'rejected'
  | 'too_large'
  | 'unauthorized'
  | 'shutdown'
  | 'failed'

interface SignalCounts {
  exported: number
  dropped: Record<string, number>
}

interface Loss {
  signal: SignalName
  reason: LossReason
  detail: string | undefined
  /** Since it was last told. */
  count: number
  toldAt: number
}

/** Counts what was sent and what was lost, and tells losses: each reason once in `lossReportMillis`, with how many records since the last time. */
export interface ExportLedger {
  readonly counts: Record<SignalName, SignalCounts>
  lastError: TelemetryStats['lastError']
  lastExportAt: number | undefined
  exported(signal: SignalName, records: number): void
  lost(signal: SignalName, reason: LossReason, records: number, detail?: string): void
  /** Keeps what failed for `stats()`. */
  failed(code: string, message: string): void
  /** Tells the user; never throws. */
  tell(diagnostic: Diagnostic): void
  /** Tells what was not told yet. */
  close(): void
}

const advice: Record<LossReason, string> = {
  queue_full: 'more were recorded at once than batch.maxQueueSize; raise it, or let the event loop run in between',
  buffer_full: 'the server took nothing for longer than batch.maxBufferedBytes lasts; the oldest were dropped',
  rejected: 'the server refused them for good',
  too_large: 'a single record is larger than the server or batch.maxBufferedBytes takes; reduce its attributes',
  unauthorized: 'the server did not accept the API key until the telemetry was shut down',
  shutdown: 'they could not be sent before the telemetry was shut down',
  failed: 'they could not be encoded',
}

export function createExportLedger(diagnostics: Diagnostics, lossReportMillis: number): ExportLedger {
  const counts = Object.fromEntries(
    signalNames.map((signal) => [signal, { exported: 0, dropped: {} }]),
  ) as unknown as Record<SignalName, SignalCounts>
  const losses = new Map<string, Loss>()
  const tellLoss = (loss: Loss) => {
    const { signal, reason, detail, count } = loss
    Object.assign(loss, { count: 0, toldAt: Date.now() })
    const message = `${signalWords[signal].noun} were lost: ${advice[reason]}${detail ? ` (${detail})` : ''}`
    ledger.tell({ level: 'warn', code: reason, message, count })
  }
  const ledger: ExportLedger = {
    counts,
    lastError: undefined,
    lastExportAt: undefined,
    exported(signal, records) {
      counts[signal].exported += records
      ledger.lastExportAt = Date.now()
    },
    lost(signal, reason, records, detail) {
      if (records <= 0) return
      const { dropped } = counts[signal]
      dropped[reason] = (dropped[reason] ?? 0) + records
      const key = `${signal} ${reason}`
      const loss = losses.get(key) ?? { signal, reason, detail, count: 0, toldAt: Number.NEGATIVE_INFINITY }
      losses.set(key, loss)
      loss.count += records
      loss.detail = detail
      if (Date.now() - loss.toldAt >= lossReportMillis) tellLoss(loss)
    },
    failed(code, message) {
      ledger.lastError = { at: Date.now(), code, message }
    },
    tell(diagnostic) {
      try {
        diagnostics.report(diagnostic)
      } catch {
        // A user's onDiagnostic that throws must hurt neither the caller whose span ended nor the export.
      }
    },
    close() {
      for (const loss of losses.values()) if (loss.count > 0) tellLoss(loss)
    },
  }
  return ledger
}
