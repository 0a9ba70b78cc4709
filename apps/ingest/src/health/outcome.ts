import type { IngestOutcome, IngestSignal } from '@hanzo/schema/api'
import type { Taken } from '../intake.ts'
import type { ProjectIdentity } from '../project-identity.ts'

/** A request whose records were taken, all or some of them. */
export interface TakenRequest {
  project: ProjectIdentity
  signal: IngestSignal
  /** Of the body, decompressed. */
  bytes: number
  /** What the sender was told of its records. */
  taken: Pick<Taken, 'acceptedCount' | 'rejectedCount' | 'rejections' | 'warnings' | 'remarks'>
}

/** A request that was refused as a whole. */
export interface RefusedRequest {
  /** Absent where the request was refused before its project was known. */
  project: ProjectIdentity | undefined
  signal: IngestSignal | undefined
  /** Of HTTP; what stands for it in gRPC. */
  statusCode: number
  /** Of the error, such as `RATE_LIMITED`. */
  code: string
  /** What the sender was told. */
  message: string
  /** User agent of the sender. */
  client: string
}

/** What counts together: outcomes of one project and minute that differ in nothing but their number. */
export interface OutcomeKey {
  project: ProjectIdentity
  outcome: IngestOutcome
  signal: IngestSignal | undefined
  statusCode: number
  code: string
  reason: string
  serviceName: string
  sdk: string
}

export interface OutcomeCounts {
  records: number
  requests: number
  bytes: number
}
