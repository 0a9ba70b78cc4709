import type { TelemetryInternals } from './telemetry-internals.ts'

/** The key under which a telemetry keeps what the other parts of the SDK use. One for the ESM and the CJS build. */
export const TELEMETRY_INTERNALS: unique symbol = Symbol.for('@hanzo/ai/telemetry-internals') as never

/** Whatever can show its internals: every telemetry of this SDK. */
export interface HasInternals {
  /** @internal */
  readonly [TELEMETRY_INTERNALS]: TelemetryInternals
}

/** What the agent, network, MCP and instrumentation layers need of a telemetry beyond its public methods. Works on a disabled one too. */
export function internalsOf(telemetry: HasInternals): TelemetryInternals {
  return telemetry[TELEMETRY_INTERNALS]
}
