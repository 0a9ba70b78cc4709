import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { CreateDestination } from './create-destination.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import { TelemetryCore } from './telemetry-core.ts'

/**
 * Telemetry for Node that stays in the process: it prints, hands spans to added processors, and sends nothing.
 * `createHanzoCloudTelemetry` makes one that sends.
 */
export class Telemetry extends TelemetryCore {
  /** @param createDestination internal: how a telemetry that extends this one sends. */
  constructor(config: TelemetryConfig = {}, createDestination?: CreateDestination) {
    super(config, nodeRuntime, createDestination)
  }
}
