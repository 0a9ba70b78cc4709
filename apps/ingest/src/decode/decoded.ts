import type { RowBatch } from '@hanzo/schema/row'
import type { ProjectCardinality } from '../cardinality/cardinality-guard.ts'
import type { InferenceMemory } from '../genai/inference-memory.ts'
import type { PatternMiner } from '../patterns/pattern-miner.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import type { Rejection } from './rejections.ts'
import type { Remark } from './remarks.ts'

export type OtlpEncoding = 'protobuf' | 'json'

export interface DecodeContext {
  project: ProjectIdentity
  /** The time of receipt by our own clock. */
  receivedAtUnixNano: bigint
  /** What the project has many of already; without it there are no limits. */
  cardinality?: ProjectCardinality | undefined
  /** Knows calls of models that spans of earlier requests told of; without it only this request is known. */
  inferences?: InferenceMemory | undefined
  /** Knows which words of log records vary; without it only this request is known. */
  patterns?: PatternMiner | undefined
  /** Bytes of a protobuf request that may go the generic way; without it all may. */
  slowBytesMax?: number | undefined
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
  /** Records that were stored, but of which somebody should know something: most frequent first, at most 51 groups. */
  remarks: Remark[]
}
