import { type Attributes, type Span, SpanStatusCode } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import { anyText } from './any-text.ts'

const STATUS_CHARS_MAX = 256
const CAUSES_MAX = 5
/** Errors remembered of one span, to record none twice. */
const ERRORS_MAX = 1000
const LOW_CARDINALITY = /^[\w.:/-]{1,100}$/

const RECORDED = Symbol.for('@hanzo/ai/recorded-errors')
interface RecordedErrors {
  bySpan: WeakMap<Span, Set<unknown>>
  lastSpan: WeakMap<object, Span>
}
type Shared = { [RECORDED]?: RecordedErrors }

function recordedErrors(): RecordedErrors {
  const shared = globalThis as Shared
  shared[RECORDED] ??= { bySpan: new WeakMap(), lastSpan: new WeakMap() }
  return shared[RECORDED]
}

/** Reads a property of anything; undefined where there is none or its getter throws. */
function read(value: unknown, key: string | symbol): unknown {
  try {
    const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null)
    return isObject ? Reflect.get(value, key) : undefined
  } catch {
    return undefined
  }
}

/** Whether this is how an abort shows itself: the `AbortError` of the platform, or one that names itself so. */
export function isAbortError(error: unknown): boolean {
  return read(error, 'name') === 'AbortError' || read(error, 'code') === 'ABORT_ERR'
}

/** `error.type`: the code or the class name, so that there are few different ones. */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error
  // The codes of a DOMException are numbers of old that say less than its name.
  const code = read(error, Symbol.toStringTag) === 'DOMException' ? undefined : read(error, 'code')
  const name = read(read(error, 'constructor'), 'name')
  const own = read(error, 'name')
  for (const candidate of [code, own === 'Error' ? name : own, name]) {
    const text = typeof candidate === 'number' ? String(candidate) : candidate
    if (typeof text === 'string' && LOW_CARDINALITY.test(text)) return text
  }
  return '_OTHER'
}

/** The message of anything thrown. */
export function errorMessage(error: unknown): string {
  const message = read(error, 'message')
  return typeof message === 'string' ? message : anyText(error)
}

function stackOf(error: unknown): string | undefined {
  const stacks: string[] = []
  for (let at = error; stacks.length <= CAUSES_MAX && typeof at === 'object' && at !== null; at = read(at, 'cause')) {
    const stack = read(at, 'stack')
    stacks.push(typeof stack === 'string' ? stack : errorMessage(at))
    if (read(at, 'cause') === at) break
  }
  return stacks.length === 0 ? undefined : stacks.join('\nCaused by: ')
}

/** `exception.*` of anything thrown, with the stacks of its causes, not yet redacted. */
export function exceptionAttributes(error: unknown): Attributes {
  const name = read(error, 'name')
  const attributes: Attributes = {
    'exception.type': typeof name === 'string' && name !== '' ? name : typeof error,
    'exception.message': errorMessage(error),
  }
  const stack = stackOf(error)
  if (stack !== undefined) attributes['exception.stacktrace'] = stack
  return attributes
}

/** Records errors on spans, each once. */
export interface ErrorRecorder {
  fail(span: Span, error: unknown): void
  /** The span that failed last with this very error object. */
  lastSpanOf(error: unknown): Span | undefined
}

export function createErrorRecorder(redactor: Redactor): ErrorRecorder {
  const recorded = recordedErrors()

  function isFirst(span: Span, error: unknown): boolean {
    const errors = recorded.bySpan.get(span)
    if (errors?.has(error)) return false
    if (errors === undefined) recorded.bySpan.set(span, new Set([error]))
    else {
      if (errors.size >= ERRORS_MAX) errors.clear()
      errors.add(error)
    }
    if (typeof error === 'object' && error !== null) recorded.lastSpan.set(error, span)
    return true
  }

  return {
    fail(span, error) {
      // What was recorded before is looked at first: a span that has ended may be asked again about its own error.
      if (!isFirst(span, error) || !span.isRecording()) return
      if (isAbortError(error)) {
        span.setAttribute('hanzo.aborted', true)
        return
      }
      const attributes = redactor.attributes(exceptionAttributes(error), { signal: 'span' })
      span.addEvent('exception', attributes)
      span.setAttribute('error.type', errorType(error))
      const message = attributes['exception.message']
      const line = typeof message === 'string' ? (message.split('\n', 1)[0] ?? '') : ''
      span.setStatus({ code: SpanStatusCode.ERROR, message: line.slice(0, STATUS_CHARS_MAX) })
    },
    lastSpanOf: (error) => (typeof error === 'object' && error !== null ? recorded.lastSpan.get(error) : undefined),
  }
}
