import type { HanzoCloudConfig } from '../hanzo-cloud/hanzo-cloud-config.ts'
import { createEdgeRuntime, type EdgeAsyncLocalStorageClass } from './edge-runtime.ts'

/** The options of `HanzoCloudConfig`, and what an edge runtime may have to be told. */
export interface EdgeTelemetryConfig extends HanzoCloudConfig {
  /** Where variables such as `HANZO_CLOUD_API_KEY` are: the `env` that Cloudflare hands to a handler. Default `process.env` where there is one. */
  env?: Readonly<Record<string, unknown>> | undefined
  /**
   * The class of `node:async_hooks`, where the runtime has it but not on `globalThis` (Cloudflare with `nodejs_als`). Without it spans nest only in
   * synchronous code and up to the first `await`: hand `parent` to later ones.
   */
  AsyncLocalStorage?: EdgeAsyncLocalStorageClass | undefined
}

interface EdgeGlobals {
  process?: { env?: Record<string, unknown> }
  AsyncLocalStorage?: EdgeAsyncLocalStorageClass
}

/** The runtime that the options and the globals describe, and the options without what only it needs. */
export function readEdgeConfig(config: EdgeTelemetryConfig) {
  const { env, AsyncLocalStorage, ...cloudConfig } = config
  const globals = globalThis as EdgeGlobals
  const runtime = createEdgeRuntime({
    environment: textsOf(env ?? globals.process?.env ?? {}),
    AsyncLocalStorage: AsyncLocalStorage ?? globals.AsyncLocalStorage,
  })
  return { runtime, cloudConfig }
}

/** Cloudflare's `env` holds bindings beside texts. */
function textsOf(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
