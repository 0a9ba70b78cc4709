import type { Resource } from '@opentelemetry/resources'
import type { Destination } from '../export/destination.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { Diagnostics } from './diagnostics.ts'
import type { ResolvedConfig } from './resolved-config.ts'

/** What a destination is made of. */
export interface DestinationParts {
  config: ResolvedConfig
  resource: Resource
  runtime: Runtime
  redactor: Redactor
  diagnostics: Diagnostics
}

/** Makes the destination of one telemetry. Called once, and never when the telemetry is disabled. */
export type CreateDestination = (parts: DestinationParts) => Destination
