import { nodeRuntime } from '../runtime/node-runtime.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import { Telemetry } from '../telemetry/telemetry.ts'
import { type ConnectionCheck, checkConnection } from './check-connection.ts'
import type { HanzoCloudConfig } from './hanzo-cloud-config.ts'
import { HanzoCloudConfigError } from './hanzo-cloud-config-error.ts'
import { createCloudDestination, type PreparedCloud, prepareCloud } from './prepare-cloud.ts'
import { reportCloud } from './report-cloud.ts'
import { traceUrlOf } from './trace-url.ts'

/** Telemetry that is sent to Hanzo Cloud, or to any server that takes OTLP over HTTP. Everything else is as in `Telemetry`. */
export class HanzoCloudTelemetry extends Telemetry {
  readonly #cloud: PreparedCloud

  /** @throws {HanzoCloudConfigError} only with `strict`. */
  constructor(config: HanzoCloudConfig = {}) {
    const cloud = prepareCloud(config, nodeRuntime.environment)
    super(cloud.config, createCloudDestination(cloud))
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

  /** Tells why traces would be missing: disabled, no connection, a wrong key, a wrong project, a wrong clock. At most 5 seconds; never rejects. */
  async checkConnection(): Promise<ConnectionCheck> {
    if (!this.enabled) return { ok: false, problem: 'disabled', message: 'telemetry is switched off' }
    return checkConnection(this.#cloud)
  }
}
