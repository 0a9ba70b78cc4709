import { type Context, isSpanContextValid, trace } from '@opentelemetry/api'
import { type Logger, type LogRecord, SeverityNumber } from '@opentelemetry/api-logs'
import type { Resource } from '@opentelemetry/resources'
import type { Redactor } from '../redaction/redactor.ts'
import type { ConsoleRecord, ConsoleWriter } from '../runtime/runtime.ts'
import type { Sessions } from '../session/sessions.ts'
import { LOG_LEVELS } from './create-diagnostics.ts'
import type { Diagnostics, LogLevel } from './diagnostics.ts'
import { plainFields } from './plain-fields.ts'
import { type LogOrigin, type PlainLog, RecordedLog } from './recorded-log.ts'
import { SDK_VERSION } from './sdk-version.ts'
import { createIdCleaner, type Stamp } from './stamp.ts'
import type { EventRecord } from './telemetry-internals.ts'
import { scopeAttributesOf, type TelemetryScope, withScopeAttributes } from './telemetry-scope.ts'

const SEVERITY: Record<LogLevel, SeverityNumber> = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
}

const FIRST_KEYS = ['agent', 'duration', 'success'] as const
const RESERVED_KEYS = new Set(['timestamp', 'level', 'message', 'trace_id', 'span_id'])

export interface LogRecorderOptions {
  level: LogLevel
  redactor: Redactor
  sessions: Sessions
  diagnostics: Diagnostics
  stamp: Stamp
  resource: Resource
  writer(): ConsoleWriter | undefined
  /** Takes a record that is complete. */
  deliver(record: RecordedLog, context: Context): void
  now?: (() => number) | undefined
}

/** Writes one record to the console and to the logs that are sent. Never throws. */
export interface LogRecorder {
  log(scope: TelemetryScope, level: LogLevel, message: unknown, meta: unknown, context: Context): void
  emit(scope: TelemetryScope, record: EventRecord, context: Context): void
  /** What the records of a scope have in common. */
  originOf(scopeName: string): LogOrigin
  /** Hands on, by OpenTelemetry's logger, a record that holds nothing to redact any more. */
  send(logger: Logger, record: LogRecord): void
  /** Whether the record that a processor sees now comes from here, and so is redacted. */
  isEmitting(): boolean
}

/** The line of the console: the guide's keys first, in its order, then the rest. */
export function toConsoleRecord(
  entry: { timestamp: number; level: LogLevel; message: string; context: Context; sessionId: string | undefined },
  meta: Record<string, unknown>,
): ConsoleRecord {
  const timestamp = new Date(entry.timestamp).toISOString()
  const record: ConsoleRecord = { timestamp, level: entry.level, message: entry.message }
  const span = trace.getSpanContext(entry.context)
  if (span !== undefined && isSpanContextValid(span)) {
    record.trace_id = span.traceId
    record.span_id = span.spanId
  }
  for (const key of FIRST_KEYS) if (meta[key] !== undefined) record[key] = meta[key]
  for (const key of Object.keys(meta)) {
    if (meta[key] !== undefined) record[RESERVED_KEYS.has(key) ? `meta.${key}` : key] = meta[key]
  }
  if (entry.sessionId !== undefined && record.session_id === undefined) record.session_id = entry.sessionId
  return record
}

export function createLogRecorder(options: LogRecorderOptions): LogRecorder {
  const { redactor, sessions } = options
  const now = options.now ?? Date.now
  const lowest = LOG_LEVELS.indexOf(options.level)
  const cleanId = createIdCleaner(redactor, 'session.id')
  let emitting = false

  function send(logger: Logger, record: LogRecord): void {
    emitting = true
    try {
      logger.emit(record)
    } finally {
      emitting = false
    }
  }

  function deliver({ logs }: TelemetryScope, plain: PlainLog): void {
    const record = new RecordedLog(logs, plain)
    options.stamp(plain.context, (key, value) => record.stamp(key, value))
    options.deliver(record, plain.context)
  }

  return {
    log(scope, given, message, meta, at) {
      const level = levelOf(given, options.diagnostics)
      if (LOG_LEVELS.indexOf(level) < lowest) return
      const timestamp = now()
      const context = withScopeAttributes(at, scope)
      const place = { signal: 'log', key: 'message' } as const
      const text = redactor.text(typeof message === 'string' ? message : messageOf(message), place)
      const plain = plainFields(redactor, meta instanceof Error ? { error: meta } : meta)
      const { id } = sessions.resolve(context)
      const sessionId = id === undefined ? undefined : cleanId(id)
      const shown = { ...plain, ...scopeAttributesOf(context) }
      options.writer()?.write(toConsoleRecord({ timestamp, level, message: text, context, sessionId }, shown))
      deliver(scope, {
        timestamp,
        severityNumber: SEVERITY[level],
        severityText: level.toUpperCase(),
        body: text,
        attributes: plain,
        context,
      })
    },
    emit(scope, { eventName, level, body, attributes, contents }, at) {
      deliver(scope, {
        timestamp: now(),
        eventName,
        severityNumber: SEVERITY[level ?? 'info'],
        severityText: (level ?? 'info').toUpperCase(),
        ...(body !== undefined && { body: redactor.text(body, { signal: 'log', key: 'body' }) }),
        attributes: { ...plainFields(redactor, attributes), ...contents },
        context: withScopeAttributes(at, scope),
      })
    },
    originOf(scopeName) {
      const instrumentationScope = { name: scopeName || 'unknown', version: SDK_VERSION }
      return { resource: options.resource, instrumentationScope }
    },
    send,
    isEmitting: () => emitting,
  }
}

function levelOf(level: LogLevel, diagnostics: Diagnostics): LogLevel {
  if (LOG_LEVELS.includes(level)) return level
  const message = `log levels are ${LOG_LEVELS.join(', ')}, not ${String(level).slice(0, 50)}; info is used`
  diagnostics.report({ level: 'warn', code: 'invalid_log_level', message })
  return 'info'
}

function messageOf(message: unknown): string {
  return message instanceof Error ? message.message : String(message)
}
