import type { Session } from '@hanzo/schema/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionStore, SignedIn } from './session-store.ts'
import type { UserStore } from './user-store.ts'

export interface SignInParts {
  users: UserStore
  sessions: SessionStore
  cookie: SessionCookie
  isOpen: boolean
}

type Person = Pick<SignedIn, 'userId' | 'email' | 'name'>

/** What `/api/session` and `/api/setup` have in common: a session in the cookie, and the answer that tells of it. */
export function createSignIn({ users, sessions, cookie, isOpen }: SignInParts) {
  async function describe(person: Person | undefined): Promise<Session> {
    const setupNeeded = !isOpen && !person && !(await users.isSetUp())
    return {
      access: isOpen ? 'open' : person ? 'signed-in' : 'signed-out',
      setupNeeded,
      setupTokenNeeded: setupNeeded,
      user: person ? { userId: person.userId, email: person.email, name: person.name } : null,
    }
  }
  return {
    describe,
    /** Always a new token: one that was planted before signing in gets no session. */
    async start(person: Person, request: FastifyRequest, reply: FastifyReply): Promise<Session> {
      const former = request.cookies[cookie.name]
      if (former) await sessions.end(former)
      reply.setCookie(cookie.name, await sessions.create(person.userId), cookie.options)
      return describe(person)
    },
  }
}
