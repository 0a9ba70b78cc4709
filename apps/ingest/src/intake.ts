import { type CardinalityLimits, createCardinalityGuard } from './cardinality/cardinality-guard.ts'
import type { RestoreCardinality } from './cardinality/restore-cardinality.ts'
import type { RowSink } from './columns/row-sink.ts'
import { createDecoder } from './decode/decode-into.ts'
import type { Decoded, OtlpEncoding } from './decode/decoded.ts'
import type { Rejection } from './decode/rejections.ts'
import { slowRequest } from './decode/wire/slow-request.ts'
import type { Logger } from './logger.ts'
import type { Pipeline } from './pipeline.ts'
import type { ProjectIdentity } from './project-identity.ts'
import { SlowRequestError } from './slow-request-error.ts'

export type SignalName = 'traces' | 'metrics' | 'logs'

/** One export request of a client, whichever protocol brought it. */
export interface TakeRequest {
  signal: SignalName
  encoding: OtlpEncoding
  project: ProjectIdentity
  /** The Export…ServiceRequest, decompressed. Handed over: its memory may belong to another thread once `take` was called. */
  body: Uint8Array
  /** The time of receipt by our own clock. */
  receivedAtUnixNano: bigint
  /** Bytes of a request in protobuf that may be decoded the slow way; without it all may. */
  slowBytesMax?: number
}

/** What became of the records of one request. */
export type Taken = Omit<Decoded, 'batch'>

export interface Intake {
  /**
   * Asked before a body is read, whether the project may send more. Absent where nothing is limited.
   * @throws {HanzoError} 429 and retryable: `RATE_LIMITED`, `QUOTA_EXCEEDED`.
   */
  admit?(projectId: string, signal: SignalName): Promise<void>
  /** Told of a body that was refused while it was read: so many bytes of it count as sent. Absent where nothing is limited. */
  charge?(projectId: string, signal: SignalName, bytes: number): void
  /**
   * Decodes a request and resolves when its accepted records are durable: only then may it be acknowledged.
   * @throws {UndecodableError} when the request as a whole cannot be read; sending it again will not help.
   * @throws {SlowRequestError} with the body, nothing kept, when more than `slowBytesMax` of it would be decoded the slow way.
   * @throws {HanzoError} 429 and retryable, nothing kept: as `admit`, when others used up what was left meanwhile.
   * @throws {HanzoError} 503 and retryable, nothing kept: `INGEST_BUSY`, `SPOOL_FULL`, `SPOOL_SHARE_USED`, `SPOOL_BUSY`, `SPOOL_WRITE_FAILED`, `SPOOL_CLOSED`.
   */
  take(request: TakeRequest): Promise<Taken>
}

interface IntakeOptions {
  pipeline: Pick<Pipeline, 'append'>
  logger: Pick<Logger, 'warn'>
  /** How many metric series and attribute keys a project may have; any number when absent. */
  cardinality?: CardinalityLimits | undefined
  /** Brings back which of them a project had before the start; without it those come first that are sent first. */
  restoreCardinality?: RestoreCardinality
  /** Told of every request with rejected records, for the page of ingest health. */
  onRejected?(rejected: { project: ProjectIdentity; signal: SignalName; rejections: Rejection[] }): void
}

/** What every receiver hands its requests to: the one way of telemetry into the platform. */
export function createIntake(options: IntakeOptions): Intake {
  const { pipeline, logger, cardinality: limits, restoreCardinality, onRejected } = options
  const decoder = createDecoder()
  const guard = limits && createCardinalityGuard(limits, (...opened) => void restoreCardinality?.(...opened))
  return {
    async take({ signal, encoding, project, body, receivedAtUnixNano, slowBytesMax }) {
      const put = (sink: RowSink) => {
        const cardinality = guard?.ofProject(project.projectId, Number(receivedAtUnixNano / 1_000_000n))
        const context = { project, receivedAtUnixNano, cardinality, slowBytesMax }
        return decoder.decode(signal, encoding, body, context, sink)
      }
      const taken = await pipeline.append(put, project.projectId).catch((error: unknown) => {
        throw error === slowRequest ? new SlowRequestError(body) : error
      })
      if (taken.rejectedCount > 0) {
        const { rejectedCount, rejections } = taken
        const reason = rejections[0]?.reason
        logger.warn({ projectId: project.projectId, signal, rejectedCount, reason }, 'records were rejected')
        onRejected?.({ project, signal, rejections })
      }
      return taken
    },
  }
}
