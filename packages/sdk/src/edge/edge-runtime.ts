import type { Context, ContextManager } from '@opentelemetry/api'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { StackContextManager } from '@opentelemetry/sdk-trace'
import { toJsonLine, toPrettyLine } from '../runtime/console-line.ts'
import type { AsyncStore, ConsoleWriter, Runtime } from '../runtime/runtime.ts'
import type { LogLevel } from '../telemetry/diagnostics.ts'

/** `AsyncLocalStorage` as edge runtimes have it: some without `enterWith`, some on `globalThis`, some only in a module of their own. */
export interface EdgeAsyncLocalStorage {
  getStore(): unknown
  run<R>(value: unknown, fn: () => R): R
  enterWith?(value: unknown): void
}

export type EdgeAsyncLocalStorageClass = new () => EdgeAsyncLocalStorage

export interface EdgeRuntimeOptions {
  environment: Readonly<Record<string, string | undefined>>
  /** Undefined: contexts and sessions follow synchronous calls only. */
  AsyncLocalStorage: EdgeAsyncLocalStorageClass | undefined
}

/** A runtime of web standards alone: `fetch`, `CompressionStream`, `console`, timers. It learns nothing of the end of the process: whoever runs it flushes. */
export function createEdgeRuntime({ environment, AsyncLocalStorage }: EdgeRuntimeOptions): Runtime {
  return {
    name: 'edge',
    environment,
    resourceAttributes: () => ({ 'process.runtime.name': runtimeName() }),
    createContextManager: () =>
      AsyncLocalStorage ? createAsyncContextManager(AsyncLocalStorage) : new StackContextManager().enable(),
    createAsyncStore: () => createEdgeStore(AsyncLocalStorage ? new AsyncLocalStorage() : createCallStore()),
    createConsoleWriter: createEdgeConsoleWriter,
    createGzip: () => gzipByStream,
    programApiVersion: () => undefined,
    onBeforeExit: () => () => undefined,
  }
}

/** Vercel names itself in a global, Cloudflare and others in the user agent. */
function runtimeName(): string {
  const { EdgeRuntime, navigator } = globalThis as { EdgeRuntime?: unknown; navigator?: { userAgent?: unknown } }
  const name = EdgeRuntime ?? navigator?.userAgent
  return typeof name === 'string' && name !== '' ? name : 'edge'
}

function createAsyncContextManager(AsyncLocalStorage: EdgeAsyncLocalStorageClass): ContextManager {
  const storage = new AsyncLocalStorage()
  const manager: ContextManager = {
    active: () => (storage.getStore() as Context | undefined) ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) => storage.run(context, () => fn.apply(thisArg, args)),
    bind: <T>(context: Context, target: T): T => {
      if (typeof target !== 'function') return target
      return ((...args: unknown[]) => storage.run(context, () => target(...args))) as T
    },
    enable: () => manager,
    disable: () => manager,
  }
  return manager
}

/** A store without `AsyncLocalStorage`: a value holds until the function that it was set for returns, and never for another request. */
function createCallStore(): EdgeAsyncLocalStorage {
  let current: unknown
  return {
    getStore: () => current,
    run(value, fn) {
      const before = current
      current = value
      try {
        return fn()
      } finally {
        current = before
      }
    },
  }
}

/** What a store holds: a box, so that `enter` reaches the rest of the enclosing `run` where the runtime has no `enterWith`. */
interface Box<T> {
  value: T | undefined
}

function createEdgeStore<T>(storage: EdgeAsyncLocalStorage): AsyncStore<T> {
  const box = () => storage.getStore() as Box<T> | undefined
  return {
    get: () => box()?.value,
    run: (value, fn) => storage.run({ value } satisfies Box<T>, fn),
    enter(value) {
      const around = box()
      if (canEnter(storage)) storage.enterWith({ value } satisfies Box<T>)
      // Without a `run` around it the value would have to be one for all requests at once: it is left out.
      else if (around) around.value = value
    },
  }
}

function canEnter(
  storage: EdgeAsyncLocalStorage,
): storage is EdgeAsyncLocalStorage & { enterWith(value: unknown): void } {
  return typeof storage.enterWith === 'function'
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

function createEdgeConsoleWriter(options: { format: 'json' | 'pretty'; level: LogLevel }): ConsoleWriter {
  const toLine = options.format === 'pretty' ? toPrettyLine : toJsonLine
  const lowest = levels.indexOf(options.level)
  return {
    write(record) {
      // biome-ignore lint/suspicious/noConsole: the console is where an edge runtime's logs go
      if (levels.indexOf(record.level) >= lowest) console[record.level](toLine(record))
    },
    close: async () => undefined,
  }
}

async function gzipByStream(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
