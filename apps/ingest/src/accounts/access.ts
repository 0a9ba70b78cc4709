import type { FastifyRequest } from 'fastify'
import { ForbiddenError, NotFoundError, UnauthorizedError } from '../errors.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import type { ApiKeyStore, KeyIdentity } from './api-key-store.ts'
import { createAttemptLimiter, subjectOfAddress } from './attempt-limiter.ts'
import { defaultProjectId } from './bootstrap.ts'
import type { Project, ProjectStore } from './project-store.ts'
import { keyOf, namedProject } from './request-key.ts'
import type { SessionStore, SignedIn } from './session-store.ts'

/** What tells who sends, in the terms of HTTP, whichever protocol brought it. */
export type IngestRequest = Pick<FastifyRequest, 'headers' | 'params' | 'ip'>

/** Who may do what with which project: the one place that every route asks. */
export interface Access {
  /**
   * The project that telemetry of this request belongs to.
   * @throws {UnauthorizedError} `API_KEY_MISSING`, `API_KEY_INVALID`
   * @throws {ForbiddenError} `PROJECT_MISMATCH` when the request names another project than its key's.
   */
  resolveIngestKey(request: IngestRequest): Promise<ProjectIdentity>
  /**
   * The project of the path, when the sender may read it: by a session of its organisation, or by one of its keys.
   * @throws {UnauthorizedError} @throws {NotFoundError}
   * @throws {ForbiddenError} `PROJECT_MISMATCH`, and `KEY_CANNOT_READ` for a key that may only send.
   */
  resolveProjectAccess(request: FastifyRequest): Promise<Project>
  /**
   * Like `resolveProjectAccess`, for what owners and admins alone may do, and no key: a leaked one must not make others.
   * @throws {ForbiddenError} `SESSION_NEEDED`, `ROLE_NEEDED`
   */
  resolveProjectAdministration(request: FastifyRequest): Promise<{ project: Project; userId: string | null }>
  /** The projects that the sender may read. */
  visibleProjects(request: FastifyRequest): Promise<Project[]>
  signedIn(request: FastifyRequest): Promise<SignedIn | undefined>
}

export interface AccessParts {
  keys: ApiKeyStore
  projects: ProjectStore
  sessions: SessionStore
  cookieName: string
  /** Anybody on this machine may look and send. */
  isOpen: boolean
}

const unknownKeysPerMinute = 100

export function createAccess({ keys, projects, sessions, cookieName, isOpen }: AccessParts): Access {
  const identify = createIdentify(keys)

  const existing = (projectId: string) => existingProject(projects, projectId)

  async function readable(key: string, request: IngestRequest): Promise<Project> {
    const { project, scope } = await identify(key, request)
    if (scope === 'all') return existing(project.projectId)
    throw new ForbiddenError('the api key may send telemetry and read nothing', 'KEY_CANNOT_READ')
  }

  async function signedIn(request: FastifyRequest): Promise<SignedIn | undefined> {
    const token = request.cookies[cookieName]
    return token ? sessions.find(token) : undefined
  }

  async function bySession(
    request: FastifyRequest,
  ): Promise<{ project: Project; userId: string | null; runsIt: boolean }> {
    const projectId = namedProject(request) ?? defaultProjectId
    if (isOpen) {
      return { project: await existing(projectId), userId: (await signedIn(request))?.userId ?? null, runsIt: true }
    }
    const person = await signedIn(request)
    if (!person) throw new UnauthorizedError('sign in, or send an api key of the project')
    const project = await existing(projectId)
    // The same answer as for an absent project: who is no member does not learn which ones exist.
    if (!person.organizationIds.includes(project.organizationId)) {
      throw new NotFoundError('there is no such project', { projectId })
    }
    return { project, userId: person.userId, runsIt: person.administeredIds.includes(project.organizationId) }
  }

  return {
    signedIn,
    async resolveIngestKey(request) {
      const key = keyOf(request)
      if (key !== undefined) return (await identify(key, request)).project
      if (isOpen) return existing(namedProject(request) ?? defaultProjectId)
      throw new UnauthorizedError('send an api key in x-api-key or as a bearer token', 'API_KEY_MISSING')
    },
    async resolveProjectAccess(request) {
      const key = keyOf(request)
      if (key === undefined) return (await bySession(request)).project
      return readable(key, request)
    },
    async resolveProjectAdministration(request) {
      if (keyOf(request) !== undefined) {
        throw new ForbiddenError(
          'keys and limits are managed by people who are signed in, not by keys',
          'SESSION_NEEDED',
        )
      }
      const { runsIt, ...resolved } = await bySession(request)
      if (!runsIt) throw new ForbiddenError('only owners and admins of the organisation may do that', 'ROLE_NEEDED')
      return resolved
    },
    async visibleProjects(request) {
      const key = keyOf(request)
      if (key !== undefined) return [await readable(key, request)]
      if (isOpen) return projects.list(undefined)
      const person = await signedIn(request)
      if (!person) throw new UnauthorizedError('sign in, or send an api key of a project')
      return projects.list(person.organizationIds)
    },
  }
}

async function existingProject(projects: Pick<ProjectStore, 'find'>, projectId: string): Promise<Project> {
  const project = await projects.find(projectId)
  if (!project) throw new NotFoundError('there is no such project', { projectId })
  return project
}

/** Finds whose key it is. */
function createIdentify(keys: ApiKeyStore): (key: string, request: IngestRequest) => Promise<KeyIdentity> {
  const unknownKeys = createAttemptLimiter({ attemptsMax: unknownKeysPerMinute, windowMilliseconds: 60_000 })
  /** Keys that are not in memory cost a question to the database, so one address may try only so many. */
  return async (key, request) => {
    const subject = keys.isKnown(key) ? undefined : subjectOfAddress(request.ip)
    if (subject) unknownKeys.take(subject)
    const identity = await keys.find(key)
    if (!identity) throw new UnauthorizedError('the api key is unknown or revoked', 'API_KEY_INVALID')
    if (subject) unknownKeys.giveBack(subject)
    const named = namedProject(request)
    if (named !== undefined && named !== identity.project.projectId) {
      throw new ForbiddenError('the api key belongs to another project than the request names', 'PROJECT_MISMATCH')
    }
    return identity
  }
}
