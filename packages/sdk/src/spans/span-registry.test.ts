import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { TracerProvider } from '@opentelemetry/sdk-trace'
import { expect, it } from 'vitest'
import { createSpanRegistry } from './span-registry.ts'
import type { SdkSpan } from './trace-record.ts'

const tracer = new TracerProvider().getTracer('test')
const newSpan = (parent?: SdkSpan) =>
  tracer.startSpan('op', {}, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT) as SdkSpan

it('holds nothing of a trace whose spans have ended but whether it was sent and how many were kept, of the last 1000 traces', () => {
  const registry = createSpanRegistry()
  const first = newSpan()
  for (let index = 0; index < 3000; index++) {
    const root = index === 0 ? first : newSpan()
    const record = registry.start(root, 0)
    registry.start(newSpan(root), 0)
    const child = [...(record?.trace.open.values() ?? [])][1]
    if (!record || !child) throw new Error('not followed')
    expect(registry.end(child.span.spanContext())).toBe(child)
    registry.end(root.spanContext())
    record.trace.isPromoted = true
    registry.close(record.trace)
    expect(registry.size).toBe(0)
    expect(registry.trace(record.trace.traceId)).toBeUndefined()
    expect(registry.wasPromoted(record.trace.traceId)).toBe(true)
  }
  expect(registry.wasPromoted(first.spanContext().traceId)).toBe(false)
})

it('takes a span out once', () => {
  const registry = createSpanRegistry()
  const root = newSpan()
  registry.start(root, 5)
  expect(registry.startedBefore(6)).toHaveLength(1)
  expect(registry.startedBefore(5)).toHaveLength(0)
  expect(registry.end(root.spanContext())).toBeDefined()
  expect(registry.end(root.spanContext())).toBeUndefined()
  expect(registry.size).toBe(0)
})
