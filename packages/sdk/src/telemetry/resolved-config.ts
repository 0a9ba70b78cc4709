import type { Attributes } from '@opentelemetry/api'
import type { ResolvedPruning } from '../spans/span-pipeline.ts'
import type { Diagnostic, LogLevel } from './diagnostics.ts'
import type { ResolvedGenai } from './resolve-genai.ts'
import type { BatchOptions, ContentCapture, RedactionOptions, SamplingRule } from './telemetry-config.ts'

export type ResolvedBatch = { [Key in keyof Required<BatchOptions>]: number }

export type ResolvedRedaction = RedactionOptions & { captureContent: ContentCapture; maxValueLength: number }

export interface ResolvedSampling {
  ratio: number
  rules: SamplingRule[]
  alwaysKeepErrors: boolean
}

/** The options once the environment and the defaults have been read: nothing below it asks the environment again. */
export interface ResolvedConfig {
  serviceName: string
  serviceVersion: string | undefined
  environment: string
  enabled: boolean
  logLevel: LogLevel
  console: 'json' | 'pretty' | 'silent'
  sessionId: string | undefined
  metadata: Attributes
  resourceAttributes: Attributes
  sampling: ResolvedSampling
  pruning: ResolvedPruning
  redaction: ResolvedRedaction
  genai: ResolvedGenai
  batch: ResolvedBatch
  spanLimits: { attributeCountLimit: number; eventCountLimit: number; linkCountLimit: number }
  registerGlobal: boolean | 'auto'
  propagateSession: boolean
  shutdownTimeoutMillis: number
  flushOnExit: boolean
  inProgressSpans: boolean
  onDiagnostic: ((diagnostic: Diagnostic) => void) | undefined
}
