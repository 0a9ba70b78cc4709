import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSpanAnnouncer, type SpanAnnouncer } from './span-announcer.ts'

const tracer = new BasicTracerProvider().getTracer('test')
let sent: string[]
let announcer: SpanAnnouncer

function open(name: string) {
  const span = tracer.startSpan(name)
  announcer.add(span, { name })
  return span
}

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  announcer = createSpanAnnouncer((_span, attributes) => sent.push(String(attributes?.name)))
})
afterEach(() => {
  announcer.close()
  vi.useRealTimers()
})

describe('an announcer of spans', () => {
  it('sends the start of what is still open after a second, each once and in order', () => {
    open('a')
    vi.advanceTimersByTime(600)
    open('b')
    open('c').end()
    vi.advanceTimersByTime(399)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(1)
    expect(sent).toEqual(['a'])
    vi.advanceTimersByTime(5000)
    expect(sent).toEqual(['a', 'b'])
  })

  it('holds no timer while nothing waits', () => {
    open('a')
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sends what is open at once when flushed', () => {
    open('a')
    open('b').end()
    announcer.flush()
    expect(sent).toEqual(['a'])
  })

  it('forgets what waits when it is closed', () => {
    open('a')
    announcer.close()
    vi.advanceTimersByTime(5000)
    expect(sent).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lets at most 10,000 wait: the oldest is sent before its time', () => {
    for (let index = 0; index < 10_002; index++) open(String(index))
    expect(sent).toEqual(['0', '1'])
  })
})
