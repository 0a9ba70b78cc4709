import { sessionSchema, signInSchema } from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { UnauthorizedError } from '../errors.ts'
import type { Access } from './access.ts'
import type { PasswordHasher } from './password.ts'
import { createSignIn, type SignInParts } from './sign-in.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface SessionApiParts extends SignInParts {
  access: Access
  passwords: PasswordHasher
  limits: SignInLimits
}

const tags = ['session']

/** `/api/session`: who asks, signing in and out. */
export const sessionApi: FastifyPluginAsyncZod<SessionApiParts> = async (app, parts) => {
  const { access, users, sessions, passwords, cookie, limits } = parts
  const signIn = createSignIn(parts)

  app.get(
    '/api/session',
    { schema: { tags, summary: 'Who asks', response: { 200: sessionSchema } } },
    async (request) => signIn.describe(await access.signedIn(request)),
  )

  app.post(
    '/api/session',
    { schema: { tags, summary: 'Sign in', body: signInSchema, response: { 200: sessionSchema } } },
    async (request, reply) => {
      const { email, password } = request.body
      limits.take(request.ip, email)
      const user = await users.findByEmail(email)
      const isRight = await passwords.verify(password, user?.passwordHash)
      if (!user || !isRight) throw new UnauthorizedError('wrong e-mail address or password', 'WRONG_PASSWORD')
      limits.giveBack(request.ip, email)
      return signIn.start(user, request, reply)
    },
  )

  app.delete(
    '/api/session',
    { schema: { tags, summary: 'Sign out', response: { 204: z.null() } } },
    async (request, reply) => {
      const token = request.cookies[cookie.name]
      if (token) await sessions.end(token)
      reply.clearCookie(cookie.name, cookie.options).code(204)
      return null
    },
  )
}
