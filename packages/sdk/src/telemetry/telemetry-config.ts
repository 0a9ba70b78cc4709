import type { Attributes } from '@opentelemetry/api'
import type { Diagnostic, LogLevel } from './diagnostics.ts'
import type { SpanProcessorLike } from './span-processor-like.ts'

/** How much of prompts, answers, tool arguments and tool results is recorded: nothing, their shape and size, or all. */
export type ContentCapture = 'none' | 'metadata' | 'full'

/** Where a value stands when it is redacted. */
export interface RedactionPlace {
  signal: 'span' | 'log' | 'metric'
  key: string
  spanName?: string | undefined
}

/** What leaves the process, and what never does. The built-in keys and patterns (secrets, e-mail, cards) are always on. */
export interface RedactionOptions {
  /** Default `full` when `environment` is `development`, `metadata` otherwise. */
  captureContent?: ContentCapture | undefined
  /** Further attribute keys whose values are replaced. A string matches case-insensitively as a whole word of the key. */
  keys?: (string | RegExp)[] | undefined
  /** Further patterns whose matches inside text are replaced. */
  patterns?: RegExp[] | undefined
  /** The last word on each value. If it throws, the value becomes `[redaction failed]` and is never sent as it was. */
  redact?: ((value: unknown, place: RedactionPlace) => unknown) | undefined
  /** Characters kept of one value, default 32,768; the rest is cut and marked. */
  maxValueLength?: number | undefined
}

/** One exception to `ratio`: spans that start a trace with this name and these attributes. */
export interface SamplingRule {
  name?: string | RegExp | undefined
  attributes?: Attributes | undefined
  /** 0 to 1. At 0 such traces are not even recorded, and not sent when they fail either. */
  ratio: number
}

/** Which traces are sent. Decided by trace id, so that every service of a trace decides alike. */
export interface SamplingOptions {
  /** 0 to 1, default 1. A span with a parent follows its parent. */
  ratio?: number | undefined
  /** The first rule that matches the span that starts the trace decides. */
  rules?: SamplingRule[] | undefined
  /**
   * Default true: a trace that was not chosen is sent all the same, from then on as a whole, when one of its spans fails in this process. Until that is known
   * its ended spans wait: those of at most 1000 traces, 1000 spans a trace, about 8 MiB, 5 minutes; what waits longest goes first.
   */
  alwaysKeepErrors?: boolean | undefined
}

/** Limits on what one trace may send. A failed span, one that propagated its context, and one with kept children stay. */
export interface PruningOptions {
  /** Default true. */
  enabled?: boolean | undefined
  /** Spans kept of one trace, default 1000. */
  maxSpansPerTrace?: number | undefined
  /** Spans of one name kept below one parent, default 100. */
  maxRepeats?: number | undefined
  /** Spans shorter than this are dropped, in milliseconds. Default 0: none. */
  minDurationMs?: number | undefined
  /** A span that has been open for longer counts as leaked and is ended, marked `hanzo.leaked`; default 30 minutes. Raise it for longer runs. */
  maxSpanAgeMs?: number | undefined
}

/** How much waits, and for how long. */
export interface BatchOptions {
  /** Spans, and log records, that wait to be encoded, default 2048 each. */
  maxQueueSize?: number | undefined
  /** Records of one request, default 512. */
  maxExportBatchSize?: number | undefined
  /** Default 2000 ms. */
  scheduledDelayMillis?: number | undefined
  /** Of one request, default 10,000 ms. */
  exportTimeoutMillis?: number | undefined
  /** Compressed bytes that wait for a server that does not answer, default 8 MiB over all signals. The oldest go first. */
  maxBufferedBytes?: number | undefined
  /** How often metrics are read, default 15,000 ms. */
  metricIntervalMillis?: number | undefined
}

/** Everything may be left out. An option goes before `HANZO_*`, that before `OTEL_*`, that before the default. */
export interface TelemetryConfig {
  /** Default `hanzo-ai`. */
  serviceName?: string | undefined
  serviceVersion?: string | undefined
  /** Default `development`. */
  environment?: string | undefined
  /** Default true. False: no timers, no exports; `trace` still runs its function. */
  enabled?: boolean | undefined
  /** Default `info`. `debug` also prints spans and what the SDK itself does. */
  logLevel?: LogLevel | undefined
  /** A session for everything that has no other. */
  sessionId?: string | undefined
  /** On every span and log record. */
  metadata?: Attributes | undefined
  /** On the resource. */
  resourceAttributes?: Attributes | undefined
  /** What is printed: `json` one object a line, `pretty` for people, `silent` nothing. */
  console?: boolean | 'json' | 'pretty' | 'silent' | undefined
  /** Where it is printed, default `stdout`. An MCP server over stdio needs `stderr`: its standard output is the protocol. */
  consoleStream?: 'stdout' | 'stderr' | undefined
  /** A number is the ratio. */
  sampling?: SamplingOptions | number | undefined
  pruning?: PruningOptions | boolean | undefined
  redaction?: RedactionOptions | undefined
  batch?: BatchOptions | undefined
  /** Further processors; each sees what survives sampling, pruning and redaction. */
  spanProcessors?: SpanProcessorLike[] | undefined
  /** OpenTelemetry instrumentations; they get this telemetry's providers. See `instrumentations()`. */
  instrumentations?: unknown[] | undefined
  /** `auto`, the default: takes OpenTelemetry's globals where nobody has. */
  registerGlobal?: boolean | 'auto' | undefined
  /** How long `shutdown` may take, default 5000 ms. */
  shutdownTimeoutMillis?: number | undefined
  /** Default true: what waits is sent when the event loop runs empty. It sets no signal handlers. */
  flushOnExit?: boolean | undefined
  /** `session: false` keeps the session id out of the headers of `getTraceContext()`. */
  propagation?: { session?: boolean | undefined } | undefined
  /** Sends a start record for agent, network and tool spans that are open for a second, so that a long run is seen while it runs. */
  inProgressSpans?: boolean | undefined
  /** Told of everything the SDK would otherwise only print. */
  onDiagnostic?: ((diagnostic: Diagnostic) => void) | undefined
}
