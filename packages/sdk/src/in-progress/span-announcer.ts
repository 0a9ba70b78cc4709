import type { Attributes, Span } from '@opentelemetry/api'
import { startTimer } from '../export/pause.ts'

/** Longer than most model calls and tools take: what ends before is never announced, which halves what an agent's run sends. */
const announceAfterMs = 1000
const waitingMax = 10_000

/** Announces spans that turn out to be long. */
export interface SpanAnnouncer {
  /** Sends the start of a span unless it ends soon. With 10,000 waiting the oldest is sent at once. */
  add(span: Span, attributes: Attributes | undefined): void
  /** A span has ended: there is nothing to announce, and nothing to hold it for. */
  ended(span: object): void
  /** Sends the starts of all that are open now, without waiting longer. */
  flush(): void
  /** Ends the timer; what waits is forgotten. */
  close(): void
}

interface Waiting {
  span: Span
  attributes: Attributes | undefined
  dueAt: number
}

/** @param send is called once for each span that is open when its time has come. */
export function createSpanAnnouncer(send: (span: Span, attributes: Attributes | undefined) => void): SpanAnnouncer {
  // A map keeps the order of arrival, which is that of the times that are due.
  const waiting = new Map<object, Waiting>()
  let stopTimer: (() => void) | undefined

  function sendFirst(entry: Waiting): void {
    waiting.delete(entry.span)
    if (entry.span.isRecording()) send(entry.span, entry.attributes)
  }
  function sendUntil(time: number): void {
    for (const entry of waiting.values()) {
      if (entry.dueAt > time) break
      sendFirst(entry)
    }
  }
  function wait(ms: number): void {
    stopTimer = startTimer(ms, () => {
      stopTimer = undefined
      const now = performance.now()
      sendUntil(now)
      for (const next of waiting.values()) {
        wait(Math.max(next.dueAt - now, 1))
        break
      }
    })
  }

  return {
    add(span, attributes) {
      for (const oldest of waiting.size >= waitingMax ? waiting.values() : []) {
        sendFirst(oldest)
        break
      }
      waiting.set(span, { span, attributes, dueAt: performance.now() + announceAfterMs })
      if (stopTimer === undefined) wait(announceAfterMs)
    },
    ended: (span) => void waiting.delete(span),
    flush: () => sendUntil(Number.POSITIVE_INFINITY),
    close() {
      stopTimer?.()
      stopTimer = undefined
      waiting.clear()
    },
  }
}
