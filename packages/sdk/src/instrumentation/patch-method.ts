import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

const PATCH = Symbol.for('@hanzo/ai/patched-method')

/** What an observed method does: `original` calls the method as it was. */
export type ObservedMethod = (
  telemetry: TelemetryCore,
  original: () => unknown,
  call: { client: unknown; args: readonly unknown[] },
) => unknown

interface Patch {
  original: (...args: unknown[]) => unknown
  observers: { telemetry(): TelemetryCore | undefined; observe: ObservedMethod }[]
}

type Method = ((...args: unknown[]) => unknown) & { [PATCH]?: Patch }

/**
 * Has a method of a prototype observed until the returned function is called. Several telemetries may ask for it; the newest one that is there observes, so
 * that one call is one span. Does nothing where there is no such method.
 */
export function patchMethod(
  target: unknown,
  name: string,
  observer: { telemetry(): TelemetryCore | undefined; observe: ObservedMethod },
): () => void {
  const holder = target as Record<string, Method | undefined> | undefined
  const current = holder?.[name]
  if (holder === undefined || typeof current !== 'function') return () => undefined
  const patch = current[PATCH] ?? install(holder, name, current)
  patch.observers.push(observer)
  return () => {
    const index = patch.observers.indexOf(observer)
    if (index !== -1) patch.observers.splice(index, 1)
    if (patch.observers.length === 0 && holder[name]?.[PATCH] === patch) holder[name] = patch.original
  }
}

function install(holder: Record<string, Method | undefined>, name: string, original: Method): Patch {
  const patch: Patch = { original, observers: [] }
  const method: Method = function patched(this: unknown, ...args: unknown[]): unknown {
    const callOriginal = () => original.apply(this, args)
    for (const { telemetry, observe } of patch.observers.toReversed()) {
      const found = telemetry()
      if (found?.enabled === true) return observe(found, callOriginal, { client: clientOf(this), args })
    }
    return callOriginal()
  }
  method[PATCH] = patch
  holder[name] = method
  return patch
}

function clientOf(resource: unknown): unknown {
  return (resource as { _client?: unknown } | undefined)?._client
}
