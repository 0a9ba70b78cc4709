/** The times of the export that are no options: only tests change them. */
export interface ExportTiming {
  /** The first wait after a failure; each further one is twice as long, ±20 %. */
  firstBackOffMillis: number
  maxBackOffMillis: number
  /** How long nothing is sent after a refused key, or a redirect that is not followed. */
  pauseMillis: number
  /** The longest `Retry-After` that is obeyed. */
  maxRetryAfterMillis: number
  /** Losses of one reason are told once in this time, with their sum. */
  lossReportMillis: number
}

export const exportTiming: ExportTiming = {
  firstBackOffMillis: 500,
  maxBackOffMillis: 30_000,
  pauseMillis: 60_000,
  maxRetryAfterMillis: 300_000,
  lossReportMillis: 60_000,
}
