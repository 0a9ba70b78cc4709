import { type Context, createContextKey } from '@opentelemetry/api'
import type { AsyncStore, Runtime } from '../runtime/runtime.ts'

/** A session and its user. */
export interface Session {
  id?: string | undefined
  userId?: string | undefined
}

/** The sessions that hold in one asynchronous execution, by who set them. */
export interface SessionLevels {
  run?: Session | undefined
  scope?: Session | undefined
  created?: Session | undefined
}

// One store and one key for the process: the ESM and the CJS build must see each other's sessions.
const STORE = Symbol.for('@hanzo/ai/session-store')
const CONTEXT_KEY = createContextKey('@hanzo/ai/session')
type Shared = { [STORE]?: { levels: AsyncStore<SessionLevels>; key: symbol } }

/** The process's session store. The first runtime that asks makes it. */
export function sessionStore(runtime: Runtime): { levels: AsyncStore<SessionLevels>; key: symbol } {
  const shared = globalThis as Shared
  shared[STORE] ??= { levels: runtime.createAsyncStore<SessionLevels>(), key: CONTEXT_KEY }
  return shared[STORE]
}

/** Levels that travel in a context, for work that is started with an explicit one. */
export function levelsOf(context: Context, key: symbol): SessionLevels | undefined {
  return context.getValue(key) as SessionLevels | undefined
}
