import type { Diagnostics } from './diagnostics.ts'

/** Runs a step of telemetry that must cost its caller nothing: what it throws is told, and undefined is the answer. */
export function safely<T>(diagnostics: Diagnostics, what: string, fn: () => T): T | undefined {
  try {
    return fn()
  } catch (error) {
    reportFailure(diagnostics, what, error)
    return undefined
  }
}

/** Tells that a step of telemetry failed. */
export function reportFailure(diagnostics: Diagnostics, what: string, error: unknown): void {
  let reason = 'unknown error'
  try {
    reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  } catch {
    // An error whose own getters throw has nothing else to tell.
  }
  diagnostics.report({ level: 'warn', code: 'telemetry_failed', message: `${what} failed: ${reason}` })
}
