import { type Attributes, type Span, trace } from '@opentelemetry/api'
import type { Runtime } from '../runtime/runtime.ts'
import { createSessionId } from '../session/session-id.ts'
import type { CreateDestination } from './create-destination.ts'
import { createInternals, disabledInternals } from './create-internals.ts'
import type { LogLevel } from './diagnostics.ts'
import { introduceTelemetry } from './enable-instrumentations.ts'
import { TELEMETRY_INTERNALS } from './internals-of.ts'
import type { MetricTags } from './metric-tags.ts'
import { plainAttributes } from './plain-attributes.ts'
import {
  DISABLED_TELEMETRY,
  type LiveTelemetry,
  type PreparedTelemetry,
  prepareChild,
  prepareTelemetry,
} from './prepare-telemetry.ts'
import { recordException } from './record-exception.ts'
import { safely } from './safely.ts'
import { traceHeaders } from './session-propagator.ts'
import type { SpanProcessorLike } from './span-processor-like.ts'
import { attributeText, NO_SPAN, startSpan } from './span-starter.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import type { TelemetryInternals } from './telemetry-internals.ts'
import { emptyStats, engineStats, flushEngine } from './telemetry-lifetime.ts'
import type { TelemetryStats } from './telemetry-stats.ts'
import type { SpanEvent, TraceOptions } from './trace-options.ts'

/**
 * Traces, logs, metrics and sessions of one service. No method throws because of telemetry; what a traced function throws, it throws.
 * After `shutdown`, and when disabled, every method is a no-op and `trace` still runs its function.
 */
export class TelemetryCore {
  readonly #prepared: PreparedTelemetry
  #internals: TelemetryInternals | undefined

  protected constructor(prepared: PreparedTelemetry)
  protected constructor(config: TelemetryConfig, runtime: Runtime, createDestination?: CreateDestination)
  protected constructor(
    config: TelemetryConfig | PreparedTelemetry,
    runtime?: Runtime,
    createDestination?: CreateDestination,
  ) {
    const given = config ?? {}
    if ('lifetime' in given) this.#prepared = given
    else {
      this.#prepared = runtime ? prepareTelemetry(given, runtime, createDestination) : DISABLED_TELEMETRY
      introduceTelemetry(given.instrumentations ?? [], this)
    }
  }

  get #live(): LiveTelemetry | undefined {
    const { live, lifetime } = this.#prepared
    return lifetime.ended ? undefined : live
  }

  /** False when it was switched off by an option or the environment. */
  get enabled(): boolean {
    return this.#prepared.live !== undefined
  }

  /** The options in use, defaults and environment read. */
  get config(): Readonly<TelemetryConfig> {
    return this.#prepared.config
  }

  /** @internal */
  get [TELEMETRY_INTERNALS](): TelemetryInternals {
    const { live, lifetime } = this.#prepared
    this.#internals ??= live === undefined ? disabledInternals() : createInternals(live, () => !lifetime.ended)
    return this.#internals
  }

  /**
   * Runs a function, synchronous or not, in a span that is active for everything below it, and ends the span with it.
   * @returns what the function returned. What it throws is recorded on the span and thrown on, the same object.
   */
  async trace<T>(name: string, fn: (span: Span) => T | Promise<T>, options?: TraceOptions): Promise<Awaited<T>> {
    const live = this.#live
    if (live === undefined) return await fn(NO_SPAN)
    const { engine } = live
    const { span, context } = startSpan(live, name, options)
    try {
      return await engine.contexts.with(context, fn, span)
    } catch (error) {
      safely(engine.diagnostics, 'fail', () => engine.errors.fail(span, error))
      throw error
    } finally {
      span.end()
    }
  }

  /** As `trace`, for a function that is done when it returns. */
  traceSync<T>(name: string, fn: (span: Span) => T, options?: TraceOptions): T {
    const live = this.#live
    if (live === undefined) return fn(NO_SPAN)
    const { engine } = live
    const { span, context } = startSpan(live, name, options)
    try {
      return engine.contexts.with(context, fn, span)
    } catch (error) {
      safely(engine.diagnostics, 'fail', () => engine.errors.fail(span, error))
      throw error
    } finally {
      span.end()
    }
  }

  /** Starts a span that is not made active; whoever starts it ends it. */
  startSpan(name: string, options?: TraceOptions): Span {
    const live = this.#live
    return live === undefined ? NO_SPAN : startSpan(live, name, options).span
  }

  /** The active span, whoever started it. */
  getCurrentSpan(): Span | undefined {
    const engine = this.#live?.engine
    return engine === undefined ? undefined : trace.getSpan(engine.contexts.active())
  }

  /** Sets attributes of a span, default the active one. Objects become JSON text. */
  setAttributes(attributes: Attributes, span?: Span): void {
    const engine = this.#live?.engine
    const target = span ?? this.getCurrentSpan()
    if (engine === undefined || target === undefined) return
    safely(engine.diagnostics, 'setAttributes', () =>
      target.setAttributes(plainAttributes(attributes, attributeText(engine))),
    )
  }

  /** Adds an event to a span, default the active one. */
  recordEvent(event: SpanEvent, span?: Span): void {
    const engine = this.#live?.engine
    const target = span ?? this.getCurrentSpan()
    if (engine === undefined || target === undefined) return
    safely(engine.diagnostics, 'recordEvent', () =>
      target.addEvent(event.name, plainAttributes(event.attributes ?? {}, attributeText(engine)), event.timestamp),
    )
  }

  /**
   * Records an error, once for each span: on the span given, else on the active one, else on the one that failed last with this very error, else as a log
   * record of level `error`. Takes whatever a `catch` clause does.
   */
  recordException(error: unknown, span?: Span): void {
    const live = this.#live
    if (live === undefined) return
    safely(live.engine.diagnostics, 'recordException', () => recordException(live, error, span))
  }

  /** Writes one record to the console and to the logs that are sent, with the ids of the active span. */
  log(level: LogLevel, message: string, meta?: Record<string, unknown>): void {
    const live = this.#live
    if (live === undefined) return
    const { engine, scope } = live
    safely(engine.diagnostics, 'log', () => engine.logs.log(scope, level, message, meta, engine.contexts.active()))
  }

  /** Adds to a counter. A negative value is refused: `gauge` is for values that go down. */
  increment(name: string, value = 1, tags?: MetricTags): void {
    this.#live?.engine.metrics.record({ name, kind: 'counter' }, value, tags)
  }

  /** Sets the value that holds now. */
  gauge(name: string, value: number, tags?: MetricTags): void {
    this.#live?.engine.metrics.record({ name, kind: 'gauge' }, value, tags)
  }

  /** Adds one value to a distribution. */
  histogram(name: string, value: number, tags?: MetricTags): void {
    this.#live?.engine.metrics.record({ name, kind: 'histogram' }, value, tags)
  }

  /**
   * Makes a session hold for the rest of the current asynchronous execution. A server uses `withSession` instead: on a kept connection the next request would
   * begin with this session.
   * @param sessionId 1 to 200 characters; another is refused with a diagnostic, and a new one made.
   * @returns the id.
   */
  createSession(sessionId?: string): string {
    return this.#live?.engine.sessions.create(sessionId) ?? sessionId ?? createSessionId()
  }

  /** Runs a function with a session, and a user; everything it starts belongs to them. */
  withSession<T>(session: string | { id?: string | undefined; userId?: string | undefined }, fn: (id: string) => T): T {
    const given = typeof session === 'object' && session !== null ? session : { id: session }
    const engine = this.#live?.engine
    if (engine === undefined) return fn(given.id ?? createSessionId())
    return engine.sessions.within('scope', given, (id) => fn(id ?? createSessionId()))
  }

  /** Ends what `createSession` began, for the rest of the current asynchronous execution. */
  endSession(): void {
    this.#live?.engine.sessions.end()
  }

  /** The session that holds here. */
  get sessionId(): string | undefined {
    const engine = this.#live?.engine
    return engine?.sessions.resolve(engine.contexts.active()).id
  }

  /** Headers (`traceparent`, `tracestate`, `baggage`) by which another service joins the trace. `{}` when no span is active. */
  getTraceContext(): Record<string, string> {
    const engine = this.#live?.engine
    if (engine === undefined) return {}
    const context = engine.contexts.active()
    return traceHeaders(context, engine.config.propagateSession ? engine.sessions.resolve(context).id : undefined)
  }

  /**
   * Adds a span processor of any OpenTelemetry SDK 2.x or 3.x. It gets what is left after sampling, pruning and redaction.
   * @returns how to take it out again: flushed, then shut down.
   */
  addSpanProcessor(processor: SpanProcessorLike): () => Promise<void> {
    return this.#live?.engine.pipeline.add(processor) ?? (async () => undefined)
  }

  /** A telemetry with a name and attributes of its own on spans and logs, over the same pipeline. Its `shutdown` only flushes. */
  createChild(name: string, attributes?: Attributes): TelemetryCore {
    return new PartsTelemetry(prepareChild(this.#prepared, name, attributes), this)
  }

  /** Where the console shows a trace, default the active one; undefined where there is no console. */
  traceUrl(_traceId?: string): string | undefined {
    return undefined
  }

  /** What became of everything recorded so far. */
  stats(): TelemetryStats {
    const { live } = this.#prepared
    return live === undefined ? emptyStats() : engineStats(live.engine)
  }

  /** Resolves once everything recorded before the call is sent or counted as lost; never rejects. */
  async flush(): Promise<void> {
    const engine = this.#live?.engine
    if (engine !== undefined) await flushEngine(engine, engine.config.batch.exportTimeoutMillis)
  }

  /** Flushes, then ends all work. At most `shutdownTimeoutMillis`; never rejects. */
  async shutdown(): Promise<void> {
    await this.#prepared.lifetime.end()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown()
  }
}

/** A telemetry made of prepared parts. */
class PartsTelemetry extends TelemetryCore {
  readonly #parent: TelemetryCore | undefined

  constructor(prepared: PreparedTelemetry, parent?: TelemetryCore) {
    super(prepared)
    this.#parent = parent
  }

  override traceUrl(traceId?: string): string | undefined {
    return this.#parent?.traceUrl(traceId ?? this.getCurrentSpan()?.spanContext().traceId)
  }
}

/** A telemetry whose every method is a no-op; `trace` runs its function. */
export function createDisabledTelemetry(): TelemetryCore {
  return new PartsTelemetry(DISABLED_TELEMETRY)
}
