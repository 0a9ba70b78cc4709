import { disabledTelemetry, findTelemetry, setTelemetry } from './global-telemetry.ts'
import { Telemetry } from './telemetry.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import type { TelemetryCore } from './telemetry-core.ts'

/**
 * The telemetry of the process.
 * @param config makes one of these options when there is none yet. Without it, a disabled one is the answer then.
 */
export function getTelemetry(config?: TelemetryConfig): TelemetryCore {
  const found = findTelemetry()
  if (found !== undefined || config === undefined) return found ?? disabledTelemetry()
  const created = new Telemetry(config)
  setTelemetry(created)
  return created
}
