import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import type { ContextRunner } from './context-runner.ts'
import type { Diagnostics, LogLevel } from './diagnostics.ts'
import type { MetricTags } from './metric-tags.ts'
import type { ResolvedGenai } from './resolve-genai.ts'

/** A metric by its OpenTelemetry name. The first kind and unit that a name is used with win; another kind is refused with a diagnostic. */
export interface MetricDefinition {
  name: string
  kind: 'counter' | 'updowncounter' | 'gauge' | 'histogram'
  /** UCUM: `ms`, `s`, `{token}`. */
  unit?: string | undefined
  description?: string | undefined
}

/** One OpenTelemetry log record that is an event: it has a name, and is not printed. */
export interface EventRecord {
  eventName: string
  level?: LogLevel | undefined
  body?: string | undefined
  attributes?: Record<string, unknown> | undefined
  /** Further attributes, which the redactor made. */
  contents?: Record<string, string> | undefined
  /** Default: the active context. */
  context?: Context | undefined
}

/** What the agent, MCP and instrumentation layers use beyond the public methods. Reached by `internalsOf(telemetry)`. */
export interface TelemetryInternals {
  readonly tracer: Tracer
  readonly redactor: Redactor
  readonly diagnostics: Diagnostics
  readonly genai: ResolvedGenai
  /** The active context and running within another, also where nobody registered a context manager with OpenTelemetry. */
  readonly contexts: ContextRunner
  /** Adds, sets or records one value. Non-finite values are ignored; a negative one on a counter is refused with a diagnostic. */
  record(metric: MetricDefinition, value: number, tags?: MetricTags): void
  /** Sets attributes that the redactor made: they are not redacted again when the span ends. */
  setContent(span: Span, contents: Record<string, string>): void
  emitEvent(record: EventRecord): void
  /** Error status, `error.type` and the exception event, once for each error and span. An `AbortError` sets `hanzo.aborted` and leaves the status. */
  fail(span: Span, error: unknown): void
  /** Sends the start record of an agent, network or tool span once it is open for a second, if `inProgressSpans` is on; it is not pruned then. */
  announce(span: Span, attributes?: Attributes): void
  /** W3C headers for a span's context, and marks it as propagated. */
  propagate(context: Context): Record<string, string>
  /** Runs within a session (and a user), for spans, logs and headers. */
  withRunSession<T>(session: { id?: string | undefined; userId?: string | undefined }, fn: () => T): T
  /** The session and user that hold in a context: `run` > `withSession` > `createSession` > configured > incoming baggage. */
  session(context?: Context): { id?: string | undefined; userId?: string | undefined }
}
