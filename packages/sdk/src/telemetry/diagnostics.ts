/** The severities of `log`, lowest first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** One thing the SDK has to say about itself: a loss, a refused key, an option it could not use. */
export interface Diagnostic {
  level: LogLevel
  /** Stable, lower case with underscores: branch on it, not on the message. */
  code: string
  message: string
  /** How many records it is about. */
  count?: number | undefined
}

/** Tells `onDiagnostic` and the console, at most once a minute for each code at `warn` and `error`; `debug` is never held back. */
export interface Diagnostics {
  report(diagnostic: Diagnostic): void
}
