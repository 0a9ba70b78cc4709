import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { RedactionOptions, RedactionPlace } from '../telemetry/telemetry-config.ts'

const redactionFailed = '[redaction failed]'

/** The user's `redact`, guarded; undefined where there is none. */
export type UserRedaction = ((value: unknown, key: string, place: Omit<RedactionPlace, 'key'>) => unknown) | undefined

/** A value on which `redact` throws, or that it answers with a promise for, is replaced by `[redaction failed]`: it never leaves as it was. */
export function createUserRedaction(redact: RedactionOptions['redact'], diagnostics: Diagnostics): UserRedaction {
  if (!redact) return undefined
  function fail(why: string): string {
    diagnostics.report({ level: 'error', code: 'redaction_failed', message: `redact() ${why}; the value was replaced` })
    return redactionFailed
  }
  return (value, key, { signal, spanName }) => {
    try {
      const allowed: unknown = redact(value, spanName === undefined ? { signal, key } : { signal, key, spanName })
      if (!isPromiseLike(allowed)) return allowed
      allowed.then(undefined, () => undefined)
      return fail('answered with a promise')
    } catch {
      // What it threw may hold the value.
      return fail('threw')
    }
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
