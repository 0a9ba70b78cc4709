import { type Context, propagation } from '@opentelemetry/api'
import type { Runtime } from '../runtime/runtime.ts'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import { createSessionId, isSessionId } from './session-id.ts'
import { levelsOf, type Session, type SessionLevels, sessionStore } from './session-store.ts'

const BAGGAGE_KEY = 'session.id'

export interface SessionsOptions {
  runtime: Runtime
  diagnostics: Diagnostics
  /** The session of everything that has no other. */
  configured: string | undefined
  /** Whether the session id travels in baggage. */
  propagate: boolean
  activeContext(): Context
  withContext<T>(context: Context, fn: () => T): T
}

/** Which session holds where: `run` > `withSession` > `createSession` > configured > incoming baggage. */
export interface Sessions {
  /** Sets the session for the rest of the current asynchronous execution. */
  create(id: string | undefined): string
  /** Takes back what `create` set. */
  end(): void
  /** Runs with a session of the given level. A missing id or user is that of the same level around it; `scope` makes an id where none holds. */
  within<T>(level: 'run' | 'scope', session: Session, fn: (id: string | undefined) => T): T
  /** The context with a session of level `run`. */
  withRunLevel(context: Context, id: string): Context
  resolve(context: Context): Session
}

const NO_SESSION: Session = Object.freeze({})

function resolveSession(
  own: SessionLevels | undefined,
  current: SessionLevels | undefined,
  configured: string | undefined,
  context: Context,
): Session {
  const run = own?.run ?? current?.run
  const scope = own?.scope ?? current?.scope
  const created = current?.created
  const id = run?.id ?? scope?.id ?? created?.id ?? configured ?? sessionOfBaggage(context)
  const userId = run?.userId ?? scope?.userId ?? created?.userId
  return id === undefined && userId === undefined ? NO_SESSION : { id, userId }
}

function sessionOfBaggage(context: Context): string | undefined {
  const value = propagation.getBaggage(context)?.getEntry(BAGGAGE_KEY)?.value
  return isSessionId(value) ? value : undefined
}

/** A context whose baggage carries this session id, beside what it carried. */
export function withSessionBaggage(context: Context, id: string): Context {
  const baggage = propagation.getBaggage(context) ?? propagation.createBaggage()
  return baggage.getEntry(BAGGAGE_KEY)?.value === id
    ? context
    : propagation.setBaggage(context, baggage.setEntry(BAGGAGE_KEY, { value: id }))
}

/** The same context without a session id in its baggage. */
export function withoutSessionBaggage(context: Context): Context {
  const baggage = propagation.getBaggage(context)
  return baggage?.getEntry(BAGGAGE_KEY) === undefined
    ? context
    : propagation.setBaggage(context, baggage.removeEntry(BAGGAGE_KEY))
}

export function createSessions(options: SessionsOptions): Sessions {
  const { levels: store, key } = sessionStore(options.runtime)

  function accept(id: unknown, what: 'session' | 'user'): string | undefined {
    if (id === undefined || isSessionId(id)) return id
    const code = what === 'session' ? 'invalid_session_id' : 'invalid_user_id'
    const message = `a ${what} id must be text of 1 to 200 characters; ${what === 'session' ? 'a new id is used' : 'it is left out'}`
    options.diagnostics.report({ level: 'warn', code, message })
    return undefined
  }

  function contextWith(context: Context, levels: SessionLevels, id: string | undefined): Context {
    const held = context.setValue(key, { run: levels.run, scope: levels.scope })
    const holding = levels.run?.id ?? levels.scope?.id ?? id
    return holding !== undefined && options.propagate ? withSessionBaggage(held, holding) : held
  }

  const resolve = (context: Context): Session =>
    resolveSession(levelsOf(context, key), store.get(), options.configured, context)

  return {
    create(id) {
      const accepted = accept(id, 'session') ?? createSessionId()
      store.enter({ ...store.get(), created: { id: accepted } })
      return accepted
    },
    end() {
      const current = store.get()
      if (current?.created !== undefined) store.enter({ run: current.run, scope: current.scope })
    },
    within(level, given, fn) {
      const context = options.activeContext()
      const userId = accept(given.userId, 'user')
      const accepted = accept(given.id, 'session')
      const id = accepted ?? (level === 'scope' ? (resolve(context).id ?? createSessionId()) : undefined)
      if (id === undefined && userId === undefined) return fn(undefined)
      const own = levelsOf(context, key)
      const current = store.get()
      const run = own?.run ?? current?.run
      const scope = own?.scope ?? current?.scope
      const outer = level === 'run' ? run : scope
      const session = { id: id ?? outer?.id, userId: userId ?? outer?.userId }
      const levels: SessionLevels = { run, scope, created: current?.created, [level]: session }
      return store.run(levels, () => options.withContext(contextWith(context, levels, id), () => fn(id)))
    },
    withRunLevel(context, id) {
      const accepted = accept(id, 'session')
      if (accepted === undefined) return context
      const own = levelsOf(context, key)
      const userId = (own?.run ?? store.get()?.run)?.userId
      return contextWith(context, { ...own, run: { id: accepted, userId } }, accepted)
    },
    resolve,
  }
}
