import { createRestoreCardinality } from '../cardinality/restore-cardinality.ts'
import { createClickHouseClient } from '../clickhouse/client.ts'
import { createIntake } from '../intake.ts'
import { createLatch } from '../latch.ts'
import type { Logger } from '../logger.ts'
import { createPipeline, type Pipeline } from '../pipeline.ts'
import { SlowRequestError } from '../slow-request-error.ts'
import { storeAttributeStatistics } from '../statistics/store-attribute-statistics.ts'
import { createTail } from '../tail/create-tail.ts'
import type { CallName, FromThread, IngestCalls, IngestSettings, MessageEnd, ToThread } from './messages.ts'
import { packError } from './packed-error.ts'
import { serveTails } from './serve-tails.ts'

const stateEveryMs = 200

type Calls = {
  [Name in CallName]: (...args: Parameters<IngestCalls[Name]>) => Promise<ReturnType<IngestCalls[Name]>>
}

/**
 * Runs intake, spool, writer and tails for the thread at the other end of `port`, until that asks to close.
 * @param onClosed is called when the last answer was given.
 */
export function serveIngest(
  port: MessageEnd<FromThread, ToThread>,
  settings: IngestSettings,
  onClosed: () => void,
): void {
  const post = (message: FromThread) => port.postMessage(message)
  const tables = createLatch()
  const tail = createTail()
  const tails = serveTails(tail, post)
  const calls = createCalls(settings, { logger: createThreadLog(post), tail, tables, post })

  async function answer(id: number, name: CallName, args: unknown[]): Promise<void> {
    try {
      const value = await (calls[name] as (...args: unknown[]) => Promise<unknown>)(...args)
      post({ type: 'answer', id, value })
    } catch (error) {
      post({ type: 'failure', id, error: packError(error) })
    }
    if (name === 'close') onClosed()
  }
  port.on('message', (message) => {
    if (message.type === 'call') void answer(message.id, message.name, message.args)
    else if (message.type === 'tablesReady') tables.open()
    else if (message.type === 'watch') tails.watch(message.id, message.subject, message.hold)
    else if (message.type === 'release') tails.release(message.id, message.through)
    else if (message.type === 'unwatch') tails.unwatch(message.id)
    else tails.tailed(message.clients)
  })
}

interface CallParts {
  logger: Logger
  tail: ReturnType<typeof createTail>
  tables: ReturnType<typeof createLatch>
  post(message: FromThread): void
}

function createCalls(settings: IngestSettings, { logger, tail, tables, post }: CallParts): Calls {
  const clickhouse = createClickHouseClient({ url: settings.clickhouseUrl, database: settings.database })
  let opening: Promise<Pipeline> | undefined
  let timer: NodeJS.Timeout | undefined
  let intake: ReturnType<typeof createIntake> | undefined
  const statistics = storeAttributeStatistics({ accept: async (rows) => (await opened()).accept(rows), logger })

  async function open(): Promise<Pipeline> {
    const pipeline = await createPipeline({
      ...settings,
      clickhouse,
      tablesReady: tables.opened,
      onAccepted(rows) {
        tail.publish(rows)
        statistics.observe(rows.batch)
      },
      isWatched: tail.isWatched,
      logger,
    })
    const restoreCardinality = createRestoreCardinality({ clickhouse, tablesReady: tables.opened, logger })
    intake = createIntake({ pipeline, logger, cardinality: settings.cardinality, restoreCardinality })
    const tell = () => post({ type: 'state', state: pipeline.state(), position: pipeline.position() })
    // Before clients are ready: how far they are is told by this receiver's number.
    tell()
    tail.begin(pipeline.position().last)
    timer = setInterval(tell, stateEveryMs)
    return pipeline
  }
  const opened = (): Promise<Pipeline> => {
    opening ??= open()
    return opening
  }
  return {
    open: async () => void (await opened()),
    async take(request) {
      if (!intake) await opened()
      return (intake as NonNullable<typeof intake>).take(request).catch(handBack)
    },
    accept: async (batch) => (await opened()).accept(batch),
    drained: async () => (await opened()).drained(),
    listDeadLetters: async () => (await opened()).listDeadLetters(),
    readDeadLetter: async (id, query) => (await opened()).readDeadLetter(id, query),
    replayDeadLetter: async (id) => (await opened()).replayDeadLetter(id),
    deleteDeadLetter: async (id) => (await opened()).deleteDeadLetter(id),
    async close() {
      try {
        // Without an opening there is nothing to close, and a failed one was told to who asked for it.
        const pipeline = await opening?.catch(() => undefined)
        await statistics.close()
        await pipeline?.close()
        return pipeline?.position()
      } finally {
        clearInterval(timer)
        tail.close()
        await clickhouse.close()
      }
    },
  }
}

/** What was handed over crosses back with the answer: an error could not carry it. */
function handBack(error: unknown): { slowBody: Uint8Array } {
  if (error instanceof SlowRequestError) return { slowBody: error.body }
  throw error
}

/** Log lines go to the one logger of the process. */
function createThreadLog(post: (message: FromThread) => void): Logger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    ({ err, ...fields }: { err?: unknown }, message: string) => {
      post({ type: 'log', level, fields, error: err === undefined ? undefined : packError(err), message })
    }
  return { info: at('info'), warn: at('warn'), error: at('error') }
}
