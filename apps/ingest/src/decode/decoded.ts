import type { RowBatch } from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import type { Rejection } from './rejections.ts'

export type OtlpEncoding = 'protobuf' | 'json'

export interface DecodeContext {
  project: ProjectIdentity
  /** The time of receipt by our own clock. */
  receivedAtUnixNano: bigint
}

/** The rows of one request, and what became of its records. */
export interface Decoded {
  /** `sequence` columns are 0. Tables without rows are left out. */
  batch: RowBatch
  acceptedCount: number
  rejectedCount: number
  /** Most frequent first, at most 51 groups. */
  rejections: Rejection[]
  /** What the sender should know although everything sent was stored. */
  warnings: string[]
}
