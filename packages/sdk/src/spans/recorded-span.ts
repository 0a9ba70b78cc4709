import {
  type Attributes,
  type AttributeValue,
  diag,
  type Exception,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  SpanStatusCode,
  type TimeInput,
} from '@opentelemetry/api'
import * as core from '@opentelemetry/core'
import {
  addHrTimes,
  hrTimeDuration,
  isAttributeValue,
  isTimeInput,
  sanitizeAttributes,
  timeInputToHrTime,
} from '@opentelemetry/core'
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace'
import type { SpanPipeline } from './span-pipeline.ts'

/** How much one span holds. Of events and links the oldest give way, of attributes those that come last. */
export interface SpanLimits {
  attributeCountLimit: number
  eventCountLimit: number
  linkCountLimit: number
}

/** From 3.x on attributes of spans may be nested values, bytes and mixed arrays; before, OpenTelemetry's own processors and exporters know none of them. */
const isValue = (core as { isAnyValue?: (value: unknown) => boolean }).isAnyValue ?? isAttributeValue

/** Attributes of one event or link. */
const partAttributesMax = 128

/** What all spans of one tracer have in common. */
export interface SpanOrigin {
  readonly resource: ReadableSpan['resource']
  readonly instrumentationScope: ReadableSpan['instrumentationScope']
  readonly limits: SpanLimits
  readonly pipeline: Pick<SpanPipeline, 'onStart' | 'onEnding' | 'onEnd'>
}

interface SpanStart {
  context: SpanContext
  parent: SpanContext | undefined
  name: string
  kind: SpanKind
  startTime: TimeInput | undefined
}

/**
 * A span that is recorded, as OpenTelemetry's SDK has it: the same checks and limits, but attributes are looked at once and not three times. Its fields are
 * plain ones, because processors are shown views upon it.
 * @see https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits
 */
export class RecordedSpan implements Span, ReadableSpan {
  readonly kind: SpanKind
  name: string
  readonly parentSpanContext?: SpanContext
  readonly attributes: Attributes = {}
  readonly links: Link[] = []
  readonly events: TimedEvent[] = []
  readonly startTime: HrTime
  endTime: HrTime = [0, 0]
  duration: HrTime = [-1, -1]
  status: SpanStatus = { code: SpanStatusCode.UNSET }
  ended = false
  droppedAttributesCount = 0
  droppedEventsCount = 0
  droppedLinksCount = 0
  readonly resource: ReadableSpan['resource']
  readonly instrumentationScope: ReadableSpan['instrumentationScope']
  /** @internal */
  readonly ownContext: SpanContext
  /** @internal */
  readonly origin: SpanOrigin
  /** @internal Milliseconds of the monotonic clock at the start; undefined where the caller gave the time, which says nothing of that clock. */
  readonly startedAt: number | undefined
  /** @internal */
  attributesCount = 0
  /** @internal Attributes that were redacted as they were made, as long as they are those. */
  redacted: Map<string, string> | undefined

  constructor(origin: SpanOrigin, { context, parent, name, kind, startTime }: SpanStart) {
    this.ownContext = context
    this.origin = origin
    this.name = name
    this.kind = kind
    if (parent !== undefined) this.parentSpanContext = parent
    this.startedAt = startTime === undefined ? performance.now() : undefined
    this.startTime = startTime === undefined ? hrTimeOfMillis(Date.now()) : givenTime(startTime)
    this.resource = origin.resource
    this.instrumentationScope = origin.instrumentationScope
  }

  spanContext(): SpanContext {
    return this.ownContext
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (value === undefined || value === null || this.isEnded()) return this
    const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (key === '' || !(isSimple || isValue(value))) {
      diag.warn(`Invalid attribute: ${key}`)
      return this
    }
    if (!Object.hasOwn(this.attributes, key)) {
      if (this.attributesCount >= this.origin.limits.attributeCountLimit) {
        this.droppedAttributesCount++
        return this
      }
      this.attributesCount++
    }
    this.attributes[key] = Array.isArray(value) ? (value.slice() as AttributeValue) : value
    return this
  }

  setAttributes(attributes: Attributes): this {
    for (const key in attributes) {
      if (Object.hasOwn(attributes, key)) this.setAttribute(key, attributes[key] as AttributeValue)
    }
    return this
  }

  /** @internal Sets attributes that the redactor made. */
  setRedacted(texts: Record<string, string>): void {
    this.redacted ??= new Map()
    for (const [key, text] of Object.entries(texts)) {
      this.redacted.set(key, text)
      this.setAttribute(key, text)
    }
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.isEnded()) return this
    const isTime = isTimeInput(attributesOrTime)
    const at = isTime && !isTimeInput(time) ? attributesOrTime : time
    const { attributes, dropped } = partAttributes(isTime ? undefined : attributesOrTime)
    this.droppedEventsCount += makeRoom(this.events, this.origin.limits.eventCountLimit)
    if (this.origin.limits.eventCountLimit > 0)
      this.events.push({ name, attributes, time: this.timeOf(at), droppedAttributesCount: dropped })
    return this
  }

  addLink(link: Link): this {
    if (this.isEnded()) return this
    const { attributes, dropped } = partAttributes(link.attributes)
    const kept: Link = { context: link.context }
    if (Object.keys(attributes).length > 0) kept.attributes = attributes
    if (dropped > 0) kept.droppedAttributesCount = dropped
    this.droppedLinksCount += makeRoom(this.links, this.origin.limits.linkCountLimit)
    if (this.origin.limits.linkCountLimit > 0) this.links.push(kept)
    return this
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link)
    return this
  }

  setStatus({ code, message }: SpanStatus): this {
    if (this.isEnded() || code === SpanStatusCode.UNSET || this.status.code === SpanStatusCode.OK) return this
    const hasMessage = code === SpanStatusCode.ERROR && typeof message === 'string'
    this.status = hasMessage ? { code, message } : { code }
    return this
  }

  updateName(name: string): this {
    if (!this.isEnded()) this.name = name
    return this
  }

  end(endTime?: TimeInput): void {
    if (this.isEnded()) return
    const end = this.timeOf(endTime)
    const duration = hrTimeDuration(this.startTime, end)
    const isForward = duration[0] >= 0
    this.endTime = isForward ? end : [...this.startTime]
    this.duration = isForward ? duration : [0, 0]
    const { pipeline } = this.origin
    pipeline.onEnding?.(this)
    this.ended = true
    pipeline.onEnd(this)
  }

  isRecording(): boolean {
    return !this.ended
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const { code, name, message, stack } = fieldsOf(exception)
    const attributes: Attributes = {}
    const type = code ? String(code) : name
    if (type) attributes['exception.type'] = type
    if (message) attributes['exception.message'] = message
    if (stack) attributes['exception.stacktrace'] = stack
    if (type || message) this.addEvent('exception', attributes, time)
  }

  /** @internal */
  timeOf(time: TimeInput | undefined): HrTime {
    if (time !== undefined && time !== null) return givenTime(time)
    if (this.startedAt === undefined) return hrTimeOfMillis(Date.now())
    return addHrTimes(this.startTime, hrTimeOfMillis(performance.now() - this.startedAt))
  }

  /** @internal */
  isEnded(): boolean {
    if (this.ended) diag.warn(`Cannot change the span ${this.name}, which has ended`)
    return this.ended
  }
}

interface ExceptionFields {
  code?: string | number | undefined
  name?: string | undefined
  message?: string | undefined
  stack?: string | undefined
}

function fieldsOf(exception: Exception): ExceptionFields {
  return typeof exception === 'string' ? { message: exception } : ((exception as ExceptionFields | null) ?? {})
}

/** Drops the oldest until one more fits; answers how many went, the new one itself where none may stay. */
function makeRoom(list: unknown[], max: number): number {
  if (max <= 0) return 1
  if (list.length < max) return 0
  list.shift()
  return 1
}

function partAttributes(given: Attributes | undefined): { attributes: Attributes; dropped: number } {
  const attributes = sanitizeAttributes(given)
  const surplus = Object.keys(attributes).slice(partAttributesMax)
  for (const key of surplus) delete attributes[key]
  return { attributes, dropped: surplus.length }
}

/** A number that the monotonic clock has not passed is a time of that clock. */
function givenTime(time: TimeInput): HrTime {
  if (typeof time !== 'number') return timeInputToHrTime(time)
  const now = performance.now()
  return hrTimeOfMillis(time <= now ? Date.now() - now + time : time)
}

function hrTimeOfMillis(millis: number): HrTime {
  return [Math.trunc(millis / 1000), Math.round((millis % 1000) * 1_000_000)]
}
