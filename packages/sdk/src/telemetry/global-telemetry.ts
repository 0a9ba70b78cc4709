import { createDisabledTelemetry, type TelemetryCore } from './telemetry-core.ts'

const GLOBAL = Symbol.for('@hanzo/ai/global-telemetry')
interface GlobalTelemetry {
  set?: TelemetryCore | undefined
  latest?: TelemetryCore | undefined
  disabled?: TelemetryCore | undefined
}
type Shared = { [GLOBAL]?: GlobalTelemetry }

function state(): GlobalTelemetry {
  const shared = globalThis as Shared
  shared[GLOBAL] ??= {}
  return shared[GLOBAL]
}

/** Makes a telemetry the one of everything that is given no other; undefined takes it back. */
export function setTelemetry(telemetry: TelemetryCore | undefined): void {
  state().set = telemetry
}

/** Makes a telemetry the process's until `setTelemetry` names another: what `createHanzoCloudTelemetry` does with each it makes. */
export function offerTelemetry(telemetry: TelemetryCore): void {
  state().latest = telemetry
}

/** What `setTelemetry` or else `offerTelemetry` named. */
export function findTelemetry(): TelemetryCore | undefined {
  const { set, latest } = state()
  return set ?? latest
}

/** The telemetry of what has none: every method is a no-op, `trace` runs its function. */
export function disabledTelemetry(): TelemetryCore {
  const shared = state()
  shared.disabled ??= createDisabledTelemetry()
  return shared.disabled
}

/** The telemetry of one run: that of the run itself, of its context, of the agent or network, of the process, else a disabled one. */
export function resolveTelemetry(given: {
  run?: TelemetryCore | undefined
  context?: TelemetryCore | undefined
  own?: TelemetryCore | undefined
}): TelemetryCore {
  return given.run ?? given.context ?? given.own ?? findTelemetry() ?? disabledTelemetry()
}
