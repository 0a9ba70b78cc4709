import { type ConnectionCheck, checkConnection } from '../hanzo-cloud/check-connection.ts'
import { HanzoCloudConfigError } from '../hanzo-cloud/hanzo-cloud-config-error.ts'
import { createCloudDestination, type PreparedCloud, prepareCloud } from '../hanzo-cloud/prepare-cloud.ts'
import { reportCloud } from '../hanzo-cloud/report-cloud.ts'
import { traceUrlOf } from '../hanzo-cloud/trace-url.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { type EdgeTelemetryConfig, readEdgeConfig } from './edge-config.ts'

/**
 * `HanzoCloudTelemetry` for runtimes that have web standards only. Nothing tells it that a request is over: hand `telemetry.flush()` to the runtime's
 * `waitUntil` at the end of each.
 */
export class EdgeTelemetry extends TelemetryCore {
  readonly #cloud: PreparedCloud

  /** @throws {HanzoCloudConfigError} only with `strict`. */
  constructor(config: EdgeTelemetryConfig = {}) {
    const { runtime, cloudConfig } = readEdgeConfig(config)
    const cloud = prepareCloud(cloudConfig, runtime.environment)
    super(cloud.config, runtime, createCloudDestination(cloud))
    this.#cloud = cloud
    if (!this.enabled) return
    if (cloud.problem && config.strict) {
      void this.shutdown()
      throw new HanzoCloudConfigError(cloud.problem.code, cloud.problem.message)
    }
    reportCloud(cloud, internalsOf(this).diagnostics)
  }

  /** The region of this process, as sent with everything; undefined where nobody says. */
  get region(): string | undefined {
    return this.#cloud.region
  }

  /** Where the console shows a trace, default the active one. Undefined when nothing is sent, and outside of a trace. */
  override traceUrl(traceId: string | undefined = this.getCurrentSpan()?.spanContext().traceId): string | undefined {
    return traceUrlOf(this.#cloud, traceId)
  }

  /** Tells why traces would be missing; see `HanzoCloudTelemetry`. */
  async checkConnection(): Promise<ConnectionCheck> {
    if (!this.enabled) return { ok: false, problem: 'disabled', message: 'telemetry is switched off' }
    return checkConnection(this.#cloud)
  }
}
