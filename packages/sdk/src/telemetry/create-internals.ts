import { ProxyTracerProvider, type Tracer } from '@opentelemetry/api'
import { createRedactor } from '../redaction/create-redactor.ts'
import { RecordedSpan } from '../spans/recorded-span.ts'
import { GLOBAL_CONTEXTS } from './context-runner.ts'
import type { Diagnostics } from './diagnostics.ts'
import type { LiveTelemetry } from './prepare-telemetry.ts'
import { safely } from './safely.ts'
import { traceHeaders } from './session-propagator.ts'
import type { TelemetryInternals } from './telemetry-internals.ts'

/** The internals of an enabled telemetry. `isOpen` is false once it has been shut down. */
export function createInternals({ engine, scope }: LiveTelemetry, isOpen: () => boolean): TelemetryInternals {
  const { sessions, contexts } = engine
  return {
    tracer: scope.tracer,
    redactor: engine.redactor,
    diagnostics: engine.diagnostics,
    genai: engine.config.genai,
    contexts,
    record(metric, value, tags) {
      if (isOpen()) engine.metrics.record(metric, value, tags)
    },
    setContent(span, contents) {
      if (span instanceof RecordedSpan) span.setRedacted(contents)
      // One of the package's other build.
      else span.setAttributes(contents)
    },
    emitEvent(record) {
      if (!isOpen()) return
      safely(engine.diagnostics, 'emitEvent', () =>
        engine.logs.emit(scope, record, record.context ?? contexts.active()),
      )
    },
    fail: (span, error) => void safely(engine.diagnostics, 'fail', () => engine.errors.fail(span, error)),
    announce(span, attributes) {
      if (isOpen() && engine.config.inProgressSpans) engine.announcer.add(span, attributes)
    },
    propagate(context) {
      const id = engine.config.propagateSession ? sessions.resolve(context).id : undefined
      return traceHeaders(context, id)
    },
    withRunSession: (session, fn) => sessions.within('run', session, fn),
    session: (context) => sessions.resolve(context ?? contexts.active()),
  }
}

const SILENT: Diagnostics = { report: () => undefined }

let disabled: TelemetryInternals | undefined

/** The internals of every disabled telemetry: nothing is recorded, functions still run. */
export function disabledInternals(): TelemetryInternals {
  // Not made while the module loads: edge runtimes give no random numbers then.
  disabled ??= createDisabledInternals()
  return disabled
}

function createDisabledInternals(): TelemetryInternals {
  const tracer: Tracer = new ProxyTracerProvider().getDelegate().getTracer('@hanzo/ai')
  return {
    tracer,
    redactor: createRedactor({ captureContent: 'none', maxValueLength: 0 }, SILENT),
    diagnostics: SILENT,
    genai: { contentOnSpans: false, contentInEvents: false, latestNames: false },
    contexts: GLOBAL_CONTEXTS,
    record: () => undefined,
    setContent: () => undefined,
    emitEvent: () => undefined,
    fail: () => undefined,
    announce: () => undefined,
    propagate: () => ({}),
    withRunSession: (_session, fn) => fn(),
    session: () => ({}),
  }
}
