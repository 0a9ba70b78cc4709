import { offerTelemetry } from '../telemetry/global-telemetry.ts'
import type { HanzoCloudConfig } from './hanzo-cloud-config.ts'
import { HanzoCloudTelemetry } from './hanzo-cloud-telemetry.ts'

/**
 * Makes a telemetry for Hanzo Cloud, and the one of every run that names no other until the next is made; `setTelemetry` goes before it.
 * @throws {HanzoCloudConfigError} only with `strict`.
 */
export function createHanzoCloudTelemetry(config: HanzoCloudConfig = {}): HanzoCloudTelemetry {
  const telemetry = new HanzoCloudTelemetry(config)
  offerTelemetry(telemetry)
  return telemetry
}
