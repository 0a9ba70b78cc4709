import { z } from 'zod'
import type { AnyValue, KeyValues } from './any-value.ts'
import { parentSpanIdSchema, spanIdSchema, traceIdSchema } from './identifier.ts'
import type { LogRecord } from './logs.ts'
import { readInt64, scalar } from './scalar.ts'

/** The name of the event that announces a span before it ends. */
export const spanStartEventName = 'hanzo.span.start'

/** On a span whose start was announced: its end takes the start out of what runs. */
export const spanAnnouncedKey = 'hanzo.span.announced'

/** Attributes of the event that are not attributes of the span. */
export const spanStartKeys = {
  name: 'hanzo.span.name',
  kind: 'hanzo.span.kind',
  parentSpanId: 'hanzo.span.parent_span_id',
  maxAgeSeconds: 'hanzo.span.max_age_seconds',
} as const

const kinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER']

function readKind(value: unknown): number | undefined {
  if (value === undefined) return 0
  if (typeof value === 'string') {
    const kind = kinds.indexOf(value.toUpperCase().replace(/^SPAN_KIND_/, ''))
    return kind < 0 ? undefined : kind
  }
  const number = readInt64(value)
  if (number === undefined || number < 0n) return undefined
  return number < BigInt(kinds.length) ? Number(number) : 0
}

const nameSchema = scalar<AnyValue | undefined, string>(
  (value) => (typeof value === 'string' ? value : undefined),
  "must be the span's name, a string",
)
const kindSchema = scalar<AnyValue | undefined, number>(
  readKind,
  'must be the kind of a span: client, SPAN_KIND_CLIENT, or its number in OTLP',
)
const maxAgeSchema = scalar<AnyValue | undefined, number>((value) => {
  if (value === undefined) return 0
  const seconds = typeof value === 'bigint' ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined
}, 'must be a positive number of seconds')
const startTimeSchema = scalar<bigint, bigint>(
  (value) => (typeof value === 'bigint' && value > 0n ? value : undefined),
  "must be the span's start, not 0",
)

/**
 * The start of a span, read from a log record whose event is `hanzo.span.start`. Rejected: an invalid trace, span or parent
 * id, no time, no name, a field of the wrong type. `maxAgeSeconds` is 0 when absent. `attributes` are the span's own.
 */
export const spanStartSchema = z
  .object({
    traceId: traceIdSchema,
    spanId: spanIdSchema,
    timeUnixNano: startTimeSchema,
    attributes: z.object({
      [spanStartKeys.name]: nameSchema,
      [spanStartKeys.kind]: kindSchema,
      [spanStartKeys.parentSpanId]: parentSpanIdSchema,
      [spanStartKeys.maxAgeSeconds]: maxAgeSchema,
    }),
  })
  .transform(({ traceId, spanId, timeUnixNano, attributes }) => ({
    traceId,
    spanId,
    startTimeUnixNano: timeUnixNano,
    name: attributes[spanStartKeys.name],
    kind: attributes[spanStartKeys.kind],
    parentSpanId: attributes[spanStartKeys.parentSpanId],
    maxAgeSeconds: attributes[spanStartKeys.maxAgeSeconds],
  }))

export type SpanStart = z.output<typeof spanStartSchema>

const ownKeys: readonly string[] = Object.values(spanStartKeys)

/** A valid log record as `spanStartSchema` takes it. */
export function spanStartInput(log: LogRecord) {
  const { traceId, spanId, timeUnixNano, attributes } = log
  return {
    traceId,
    spanId,
    timeUnixNano,
    attributes: Object.fromEntries(ownKeys.map((key) => [key, attributes.get(key)])),
  }
}

/** The attributes of the span itself. */
export function spanStartAttributes(attributes: KeyValues): KeyValues {
  return new Map([...attributes].filter(([key]) => !ownKeys.includes(key)))
}
