import { setTimeout as delay } from 'node:timers/promises'

/** A system that takes OTLP and can be asked. */
export interface Subject {
  name: string
  /** What its acknowledgement and its storage promise with the settings it runs with. */
  durability: string
  tracesUrl: URL
  /** Every process whose CPU is its cost. */
  pids: number[]
  /** Spans that a question would find. */
  countStored(): Promise<number>
  /** Resolves when work that it put off is done. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** @throws {Error} when no span was stored for half a minute. */
export async function untilStored(subject: Subject, spans: number): Promise<void> {
  let last = -1
  let changedAt = performance.now()
  for (;;) {
    const stored = await subject.countStored()
    if (stored >= spans) return
    if (stored !== last) changedAt = performance.now()
    last = stored
    if (performance.now() - changedAt > 30_000)
      throw new Error(`${subject.name}: ${stored} of ${spans} spans were stored`)
    await delay(100)
  }
}
