import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import type { AsyncStore } from './runtime.ts'

/** What follows one asynchronous execution. */
interface Frame {
  readonly context: Context
  /** By the number of the store; never changed, but replaced with the frame. */
  readonly values: readonly unknown[]
}

const NO_FRAME: Frame = { context: ROOT_CONTEXT, values: [] }

let storage: AsyncLocalStorage<Frame> | undefined
let stores = 0

/**
 * One `AsyncLocalStorage` for the context and all stores: before Node 24 each one that is in use writes its value to every promise of the program, and makes
 * each of them larger.
 */
function frames(): AsyncLocalStorage<Frame> {
  if (storage === undefined) {
    storage = new AsyncLocalStorage()
    // Node starts to follow promises with the first value. Work that was waiting by then would take up whatever was entered just before it goes on.
    storage.enterWith(NO_FRAME)
  }
  return storage
}

/** A value that follows asynchronous calls. */
export function createFrameStore<T>(): AsyncStore<T> {
  const all = frames()
  const number = stores++
  function frameWith(value: T | undefined): Frame {
    const { context, values: others } = all.getStore() ?? NO_FRAME
    const values = [...others]
    values[number] = value
    return { context, values }
  }
  return {
    get: () => all.getStore()?.values[number] as T | undefined,
    run: (value, fn) => all.run(frameWith(value), fn),
    enter: (value) => all.enterWith(frameWith(value)),
  }
}

/** OpenTelemetry's manager, whose way to bind functions and emitters it keeps, over the frames. */
class FrameContextManager extends AsyncLocalStorageContextManager {
  readonly #frames = frames()

  override active(): Context {
    return (this.#frames.getStore() ?? NO_FRAME).context
  }

  override with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    const { values } = this.#frames.getStore() ?? NO_FRAME
    const frame: Frame = { context, values }
    return thisArg === undefined
      ? this.#frames.run(frame, fn, ...args)
      : this.#frames.run(frame, () => fn.apply(thisArg, args))
  }

  override attach(context: Context): { dispose(): void } {
    const around = this.#frames.getStore() ?? NO_FRAME
    this.#frames.enterWith({ context, values: around.values })
    let isDisposed = false
    return {
      dispose: () => {
        if (!isDisposed) this.#frames.enterWith(around)
        isDisposed = true
      },
    }
  }

  /** Others' executions and sessions are in the same frames. */
  override disable(): this {
    return this
  }
}

export const createFrameContextManager = (): ContextManager => new FrameContextManager().enable()
