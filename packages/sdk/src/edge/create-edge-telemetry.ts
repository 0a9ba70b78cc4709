import { disabledTelemetry, findTelemetry, offerTelemetry, setTelemetry } from '../telemetry/global-telemetry.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { EdgeTelemetryConfig } from './edge-config.ts'
import { EdgeTelemetry } from './edge-telemetry.ts'

/**
 * Makes a telemetry for Hanzo Cloud from an edge runtime, and the one of every run that names no other until the next is made. Call it inside a handler:
 * runtimes allow neither timers nor random numbers while a module loads.
 *
 * ```ts
 * export default {
 *   async fetch(request, env, ctx) {
 *     const telemetry = createHanzoCloudTelemetry({ env, serviceName: 'greeter' })
 *     try {
 *       return await telemetry.trace('greet', () => new Response('hello'))
 *     } finally {
 *       ctx.waitUntil(telemetry.shutdown())
 *     }
 *   },
 * }
 * ```
 *
 * Where the runtime lets requests share connections and timers, keep one by `getTelemetry(config)` and hand `telemetry.flush()` to `waitUntil` instead.
 * @throws {HanzoCloudConfigError} only with `strict`.
 */
export function createHanzoCloudTelemetry(config: EdgeTelemetryConfig = {}): EdgeTelemetry {
  const telemetry = new EdgeTelemetry(config)
  offerTelemetry(telemetry)
  return telemetry
}

/**
 * The telemetry of the process.
 * @param config makes one of these options when there is none yet. Without it, a disabled one is the answer then.
 */
export function getTelemetry(config?: EdgeTelemetryConfig): TelemetryCore {
  const found = findTelemetry()
  if (found !== undefined || config === undefined) return found ?? disabledTelemetry()
  const created = new EdgeTelemetry(config)
  setTelemetry(created)
  return created
}
