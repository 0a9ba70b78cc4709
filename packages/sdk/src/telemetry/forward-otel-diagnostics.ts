import { type DiagLogFunction, DiagLogLevel, diag } from '@opentelemetry/api'
import type { Diagnostics, LogLevel } from './diagnostics.ts'

const API = Symbol.for('opentelemetry.js.api.1')
type Registered = { [API]?: { diag?: unknown } }

/**
 * Tells what OpenTelemetry itself warns of (attributes it refuses, spans ended twice) as diagnostics `opentelemetry`, unless someone listens already.
 * Returns how to stop.
 */
export function forwardOtelDiagnostics(diagnostics: Diagnostics): () => void {
  const state = globalThis as Registered
  if (state[API]?.diag !== undefined) return () => undefined
  const tell =
    (level: LogLevel): DiagLogFunction =>
    (message, ...rest) => {
      const texts = [message, ...rest.map((item) => (item instanceof Error ? item.message : String(item)))]
      diagnostics.report({ level, code: 'opentelemetry', message: texts.join(' ') })
    }
  const logger = {
    error: tell('error'),
    warn: tell('warn'),
    info: tell('info'),
    debug: tell('debug'),
    verbose: tell('debug'),
  }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const mine = state[API]?.diag
  return () => {
    if (state[API]?.diag === mine) diag.disable()
  }
}
