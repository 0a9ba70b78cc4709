import { createHash, timingSafeEqual } from 'node:crypto'
import { sessionSchema, setupSchema } from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ForbiddenError } from '../errors.ts'
import type { PasswordHasher } from './password.ts'
import { createSignIn, type SignInParts } from './sign-in.ts'
import type { SignInLimits } from './sign-in-limits.ts'
import { AlreadySetUpError } from './user-store.ts'

export interface SetupApiParts extends SignInParts {
  passwords: PasswordHasher
  limits: SignInLimits
  /** Proof that who sets up can read the platform's output. */
  setupToken: string
}

const schema = {
  tags: ['session'],
  summary: 'Make the first owner',
  description: 'Works while there is no user, with the token of the link that the platform prints at its start.',
  body: setupSchema,
  response: { 201: sessionSchema },
}

/** `/api/setup`: the first owner. */
export const setupApi: FastifyPluginAsyncZod<SetupApiParts> = async (app, parts) => {
  const { users, passwords, limits, isOpen, setupToken } = parts
  const signIn = createSignIn(parts)

  app.post('/api/setup', { schema }, async (request, reply) => {
    const { email, name, password, token } = request.body
    if (isOpen) throw new ForbiddenError('access is open, nobody signs in', 'ACCESS_OPEN')
    if (await users.isSetUp()) throw new AlreadySetUpError()
    limits.take(request.ip, email)
    if (!isEqual(token ?? '', setupToken)) {
      throw new ForbiddenError("use the set-up link in the platform's log", 'SETUP_TOKEN_WRONG')
    }
    limits.giveBack(request.ip, email)
    const user = await users.createFirstOwner({ email, name, passwordHash: await passwords.hash(password) })
    reply.code(201)
    return signIn.start(user, request, reply)
  })
}

function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
