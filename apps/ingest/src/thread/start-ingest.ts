import type { Intake, Taken, TakeRequest } from '../intake.ts'
import type { Logger } from '../logger.ts'
import type { Pipeline, PipelineState } from '../pipeline.ts'
import { pipelineLimits } from '../pipeline-options.ts'
import { SlowRequestError } from '../slow-request-error.ts'
import type { SpoolPosition } from '../spool/spool.ts'
import type { TailSubscriptions } from '../tail/tail-client.ts'
import { createThreadCalls, type ThreadCalls } from './call-thread.ts'
import { IngestRestartingError } from './ingest-errors.ts'
import type { FromThread, IngestSettings } from './messages.ts'
import { ownBytes } from './own-bytes.ts'
import { unpackError } from './packed-error.ts'
import { createRemoteTails } from './remote-tails.ts'
import { superviseThread } from './supervise-thread.ts'
import { watchThread } from './watch-thread.ts'

/** The parts of the pipeline that can be used from another thread. `state` is that of a moment ago. */
export type RemotePipeline = Omit<Pipeline, 'append' | 'position' | 'close'>

/** Intake, spool, writer and tails, in a thread of their own: what they do holds up nobody else's requests. */
export interface Ingest {
  intake: Intake
  pipeline: RemotePipeline
  tail: TailSubscriptions
  /** How far this receiver is, of a moment ago, or came in the end; `undefined` while its thread is being started. */
  position(): SpoolPosition | undefined
  /** Ends the thread at once, as a fault in it would; it is started again. For tests of just that. */
  kill(): Promise<void>
  /** Refuses new rows, makes waiting ones durable, lets the writer drain for a bounded time, and leaves the directory. */
  close(): Promise<void>
}

export interface IngestOptions {
  settings: Omit<IngestSettings, 'takesOver'>
  /** Inserts wait for it; rows are accepted before. */
  tablesReady: Promise<void>
  logger: Logger
}

/** On top of the time that the writer has to drain. */
const closeMs = 10_000

/**
 * Starts the ingest thread and resolves when it takes requests. One that ends unasked is started again, and finds in the
 * spool what it had acknowledged; requests under way fail with `INGEST_RESTARTING`, and are to be sent again.
 * @throws {HanzoError} `SPOOL_LOCKED` while another process has the data directory, `SPOOL_VERSION`.
 */
export async function startIngest({ settings, tablesReady, logger }: IngestOptions): Promise<Ingest> {
  let state: PipelineState | undefined
  let position: SpoolPosition | undefined
  const calls: ThreadCalls = createThreadCalls((message, transfer) => {
    if (!thread.post(message, transfer)) throw new IngestRestartingError()
  })
  const tails = createRemoteTails((message) => void thread.post(message))
  const watch = watchThread({ isWaiting: () => calls.count > 0, onSilent: endSilent })
  const thread = superviseThread({
    settings,
    onMessage(message) {
      watch.heard()
      if (message.type === 'answer' || message.type === 'failure') calls.settle(message)
      else if (message.type === 'tails') tails.take(message.events)
      else if (message.type === 'state') ({ state, position } = message)
      else logLine(logger, message)
    },
    onStarted(post) {
      void tablesReady.then(() => post({ type: 'tablesReady' }))
      tails.resume()
    },
    onEnded(error) {
      position = undefined
      calls.rejectAll(new IngestRestartingError(error))
    },
    open: () => calls.call('open', []),
    logger,
  })
  function endSilent(): void {
    logger.error({}, 'the ingest thread does not answer: ending it')
    void thread.kill()
  }
  async function close(): Promise<void> {
    watch.close()
    const drainMs = settings.drainTimeoutMs ?? pipelineLimits.drainTimeoutMs
    let last: SpoolPosition | undefined
    await thread.close(async () => {
      last = await calls.call('close', [])
    }, drainMs + closeMs)
    position = last
    tails.close()
  }
  function lastState(): PipelineState {
    if (!state) throw new IngestRestartingError()
    return state
  }

  await thread.start().catch(async (error: unknown) => {
    await close()
    throw error
  })
  return {
    intake: { take: (request) => takeIn(calls, request) },
    pipeline: remotePipeline(calls, lastState),
    tail: tails,
    position: () => position,
    kill: thread.kill,
    close,
  }
}

function remotePipeline({ call }: ThreadCalls, state: () => PipelineState): RemotePipeline {
  return {
    state,
    accept: (batch) => call('accept', [batch]),
    drained: () => call('drained', []),
    listDeadLetters: () => call('listDeadLetters', []),
    readDeadLetter: (id, query) => call('readDeadLetter', [id, query]),
    replayDeadLetter: (id) => call('replayDeadLetter', [id]),
    deleteDeadLetter: (id) => call('deleteDeadLetter', [id]),
  }
}

/** A body that has its memory to itself is handed over, any other copied. */
async function takeIn(calls: ThreadCalls, request: TakeRequest): Promise<Taken> {
  const body = ownBytes(request.body)
  const answer = await calls.call('take', [{ ...request, body }], [body.buffer])
  if ('slowBody' in answer) throw new SlowRequestError(answer.slowBody)
  return answer
}

function logLine(logger: Logger, { level, fields, error, message }: Extract<FromThread, { type: 'log' }>): void {
  logger[level](error ? { ...fields, err: unpackError(error) } : fields, message)
}
