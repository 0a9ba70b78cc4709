import type { ConsoleWriter } from '../runtime/runtime.ts'
import type { Diagnostic, Diagnostics, LogLevel } from './diagnostics.ts'

const HELD_MS = 60_000
const CODES_MAX = 200

export interface DiagnosticsOptions {
  logLevel: LogLevel
  onDiagnostic: ((diagnostic: Diagnostic) => void) | undefined
  /** Undefined: nothing is printed. Asked for when there is something to print. */
  writer(): ConsoleWriter | undefined
  now?: (() => number) | undefined
}

/** Diagnostics that can also tell, at the end, what they held back. */
export interface ClosableDiagnostics extends Diagnostics {
  close(): void
}

interface Held {
  since: number
  held: number
  count: number | undefined
  last: Diagnostic
}

/** Lowest first, as the filter compares them. */
export const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

export function createDiagnostics(options: DiagnosticsOptions): ClosableDiagnostics {
  const now = options.now ?? Date.now
  const codes = new Map<string, Held>()
  const lowest = LOG_LEVELS.indexOf(options.logLevel)

  function tell(diagnostic: Diagnostic): void {
    const level = LOG_LEVELS.indexOf(diagnostic.level)
    if (level >= Math.min(lowest, 1)) {
      try {
        options.onDiagnostic?.(diagnostic)
      } catch {
        // The user's callback is told of our failures; there is nobody left to tell of its own.
      }
    }
    if (level < lowest) return
    const { code, count, message } = diagnostic
    const record = { timestamp: new Date(now()).toISOString(), level: diagnostic.level, message, code }
    options.writer()?.write({ ...record, ...(count !== undefined && { count }), source: '@hanzo/ai' })
  }

  function tellHeld(entry: Held, diagnostic: Diagnostic): void {
    if (entry.held === 0) {
      tell(diagnostic)
      return
    }
    const message = `${diagnostic.message} (${entry.held} more of this kind since it was last told)`
    const own = diagnostic === entry.last ? 0 : (diagnostic.count ?? 1)
    tell({ ...diagnostic, message, count: own + (entry.count ?? entry.held) })
  }

  return {
    report(diagnostic) {
      if (diagnostic.level === 'debug' || diagnostic.level === 'info') {
        tell(diagnostic)
        return
      }
      const entry = codes.get(diagnostic.code)
      if (entry !== undefined && now() - entry.since < HELD_MS) {
        entry.held += 1
        entry.count = (entry.count ?? 0) + (diagnostic.count ?? 1)
        entry.last = diagnostic
        return
      }
      if (entry === undefined && codes.size >= CODES_MAX) codes.delete(codes.keys().next().value ?? '')
      codes.set(diagnostic.code, { since: now(), held: 0, count: undefined, last: diagnostic })
      if (entry === undefined) tell(diagnostic)
      else tellHeld(entry, diagnostic)
    },
    close() {
      for (const entry of codes.values()) if (entry.held > 0) tellHeld({ ...entry }, entry.last)
      codes.clear()
    },
  }
}
