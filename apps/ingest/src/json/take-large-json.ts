import { mergeTaken } from '../decode/merge-taken.ts'
import type { Intake, Taken, TakeRequest } from '../intake.ts'
import { createFairTurns } from '../limits/fair-turns.ts'
import type { Logger } from '../logger.ts'
import { SlowRequestError } from '../slow-request-error.ts'
import { openJsonThread } from './open-json-thread.ts'

export interface LargeJsonOptions {
  /** The largest request. */
  bodyBytesMax: number
  logger: Pick<Logger, 'warn'>
}

/** JSON, and unusual records of protobuf, up to here are decoded with everything else, in some 20 ms at most. */
const directBytesMax = 262_144
/** Clients give up after 10 seconds by default. */
const turnMillisecondsMax = 8_000
/** Telemetry takes some eight times its JSON as objects. What takes more than this is made to: `[{},{},{},…]`. */
const heapFactor = 16
const heapMegabytesMin = 256

export interface LargeJson {
  /** The same intake, for large requests in JSON or of unusual records by way of the thread. */
  take(intake: Intake): Intake
  close(): Promise<void>
}

/**
 * Decodes large JSON requests on a thread of their own, so that nobody waits behind them: each project one at a time, and as
 * many of different projects as the memory allows. What comes out is protobuf, which is stored like any other: whole, or not.
 * Large requests in protobuf go that way when many of their records turn out to be unusual.
 */
export function openLargeJson({ bodyBytesMax, logger }: LargeJsonOptions): LargeJson {
  const bytesMax = 2 * bodyBytesMax
  const heapMegabytesMax = Math.max(heapMegabytesMin, Math.ceil((bytesMax / 1024 ** 2) * heapFactor))
  const thread = openJsonThread({ heapMegabytesMax, logger })
  const turns = createFairTurns({
    window: { bytes: () => bytesMax, done: () => undefined },
    waitMilliseconds: turnMillisecondsMax,
    requestsPerProjectMax: 1,
  })

  async function takeTranscoded(intake: Intake, request: TakeRequest): Promise<Taken> {
    const { signal, encoding, project, body } = request
    const giveBack = await turns.take(project.projectId, body.length)
    const { body: protobuf, ...first } = await thread.transcode(signal, encoding, body).finally(giveBack)
    if (first.rejectedCount > 0) {
      const { rejectedCount, rejections } = first
      const reason = rejections[0]?.reason
      logger.warn({ projectId: project.projectId, signal, rejectedCount, reason }, 'records were rejected')
    }
    return mergeTaken(first, await intake.take({ ...request, encoding: 'protobuf', body: protobuf }))
  }
  return {
    take: (intake) => ({
      ...intake,
      async take(request) {
        if (request.body.length <= directBytesMax) return intake.take(request)
        if (request.encoding === 'json') return takeTranscoded(intake, request)
        try {
          return await intake.take({ ...request, slowBytesMax: directBytesMax })
        } catch (error) {
          if (error instanceof SlowRequestError) return takeTranscoded(intake, { ...request, body: error.body })
          throw error
        }
      },
    }),
    close: thread.close,
  }
}
