import type { NetworkResult } from '../network/network-result.ts'
import { resolveTelemetry } from '../telemetry/global-telemetry.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { RunOptions } from './agent-config.ts'
import type { AgentResult, StreamEvent } from './agent-result.ts'

/** Tells the reader of a stream; resolves once it asks for more, so that a slow reader slows the model down instead of filling memory. */
export type Emit = (event: StreamEvent) => Promise<void>

type Run = (options: RunOptions, emit: Emit) => Promise<AgentResult | NetworkResult>

/** How long a reader that stops early waits for the aborted run to close its spans. */
const WIND_UP_MS = 1000

/** The telemetry of a run that is given these options. */
export const telemetryOf = (options: RunOptions, own: TelemetryCore | undefined): TelemetryCore =>
  resolveTelemetry({ run: options.telemetry, context: options.context?.telemetry, own })

/**
 * A run as the events of it. It starts with the first read, in the context of this call, and is aborted when the reader stops early.
 * @param own the telemetry of the agent or network that runs.
 */
export function streamRun(
  options: RunOptions,
  own: TelemetryCore | undefined,
  run: Run,
): AsyncIterableIterator<StreamEvent> {
  const { contexts } = internalsOf(telemetryOf(options, own))
  const caller = contexts.active()
  const stop = new AbortController()
  const abortSignal = options.abortSignal ? AbortSignal.any([options.abortSignal, stop.signal]) : stop.signal
  return readEvents(stop, (handover) =>
    contexts.with(caller, async () => {
      const result = await run({ ...options, abortSignal }, handover.put)
      await handover.put({ type: 'complete', result })
    }),
  )
}

async function* readEvents(
  stop: AbortController,
  start: (handover: Handover) => Promise<void>,
): AsyncGenerator<StreamEvent, undefined> {
  const handover = createHandover()
  const running = start(handover).then(handover.end, handover.fail)
  try {
    for (;;) {
      const event = await handover.take()
      if (!event) return
      yield event
    }
  } finally {
    handover.close()
    stop.abort(new DOMException('the stream was no longer read', 'AbortError'))
    await settledWithin(running, WIND_UP_MS)
  }
}

/** One event at a time from the run to its reader. */
interface Handover {
  put: Emit
  take(): Promise<StreamEvent | undefined>
  end(): void
  fail(error: unknown): void
  /** The reader is gone: what is put is dropped. */
  close(): void
}

function createHandover(): Handover {
  let event: StreamEvent | undefined
  let outcome: { error?: { value: unknown } } | undefined
  let isClosed = false
  let wakeReader: (() => void) | undefined
  let wakeRun: (() => void) | undefined

  function settle(value: NonNullable<typeof outcome>): void {
    outcome = value
    wakeReader?.()
  }

  return {
    async put(next) {
      if (isClosed) return
      event = next
      wakeReader?.()
      await new Promise<void>((resolve) => {
        wakeRun = resolve
      })
    },
    async take() {
      wakeRun?.()
      wakeRun = undefined
      if (!event && !outcome) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve
        })
      }
      const taken = event
      event = undefined
      if (taken) return taken
      if (outcome?.error) throw outcome.error.value
      return undefined
    },
    end: () => settle({}),
    fail: (value) => settle({ error: { value } }),
    close() {
      isClosed = true
      wakeRun?.()
    },
  }
}

async function settledWithin(work: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, timeout])
  clearTimeout(timer)
}
