import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { observeAiModule } from './ai-sdk/observe-ai-sdk.ts'
import { observeAnthropic } from './anthropic/observe-anthropic.ts'
import { observeOpenAI } from './openai/observe-openai.ts'
import { hookRequire, loadedModules, type ModuleHook } from './require-hook.ts'

/** What is observed. Each may be left out. */
export interface InstrumentationsOptions {
  /** The class `OpenAI`, its module or a client: needed where `import` loads it or a bundler holds it. False: not observed. */
  openai?: unknown
  /** The class `Anthropic`, its module or a client, likewise. */
  anthropic?: unknown
  /** False: programs that load `ai` with `require` get it as it is. ES modules use `observeAiSdk`. */
  ai?: false | undefined
}

/** Something of this SDK that observes clients of models for one telemetry. Fits `instrumentations` of `Telemetry`. */
export interface ClientInstrumentation {
  readonly instrumentationName: string
  /** Told by the telemetry that it was given to, before the first call is observed. */
  setTelemetry(telemetry: TelemetryCore): void
  enable(): void
  disable(): void
}

/**
 * Instrumentations for the clients of models of a program that does not use our agents: `openai`, `@anthropic-ai/sdk` and the Vercel AI SDK 6 (`ai`).
 *
 *     const telemetry = new Telemetry({ instrumentations: instrumentations() })
 *
 * What `require` loads is found by itself, whether before or after. What `import` loads, or a bundler holds, is named:
 *
 *     instrumentations({ openai: OpenAI, anthropic: Anthropic })
 *
 * and `ai` is wrapped by `observeAiSdk(ai)`. None of the packages is loaded by this. Each call of a model is a span of kind CLIENT with `gen_ai.*` names,
 * content as the telemetry's redaction allows, and counts in `gen_ai.client.*`; what the clients return and throw stays what it is.
 */
export function instrumentations(options: InstrumentationsOptions = {}): ClientInstrumentation[] {
  const list: ClientInstrumentation[] = []
  if (options.openai !== false) list.push(clientInstrumentation('openai', options.openai, observeOpenAI))
  if (options.anthropic !== false) {
    list.push(clientInstrumentation('@anthropic-ai/sdk', options.anthropic, observeAnthropic))
  }
  if (options.ai !== false) list.push(aiInstrumentation())
  return list
}

type Observe = (source: unknown, telemetry: () => TelemetryCore | undefined) => () => void

function clientInstrumentation(packageName: string, named: unknown, observe: Observe): ClientInstrumentation {
  return instrumentation(packageName, (telemetry) => {
    const undo = new Map<unknown, () => void>()
    function found(source: unknown): unknown {
      if (source !== undefined && source !== null && !undo.has(source)) undo.set(source, observe(source, telemetry))
      return source
    }
    found(named)
    for (const exports of loadedModules(packageName)) found(exports)
    const unhook = hookRequire([{ name: packageName, loaded: found }])
    return () => {
      unhook()
      for (const step of undo.values()) step()
    }
  })
}

function aiInstrumentation(): ClientInstrumentation {
  return instrumentation('ai', (telemetry) => {
    const observed = new WeakMap<object, object>()
    const hook: ModuleHook = {
      name: 'ai',
      loaded(exports) {
        if (typeof exports !== 'object' || exports === null) return exports
        const known = observed.get(exports) ?? observeAiModule(exports, telemetry)
        observed.set(exports, known)
        return known
      },
    }
    return hookRequire([hook])
  })
}

function instrumentation(
  packageName: string,
  start: (telemetry: () => TelemetryCore | undefined) => () => void,
): ClientInstrumentation {
  let current: TelemetryCore | undefined
  let stop: (() => void) | undefined
  return {
    instrumentationName: `@hanzo/ai/${packageName}`,
    setTelemetry(telemetry) {
      current = telemetry
    },
    enable() {
      stop ??= start(() => current)
    },
    disable() {
      stop?.()
      stop = undefined
    },
  }
}
