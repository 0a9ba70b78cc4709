import { deadLetterListSchema, deadLetterRowsQuerySchema, deadLetterRowsSchema, problemSchema } from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { answers, projectParams, projectPath } from '../api/route-schema.ts'
import { HanzoError, NotFoundError } from '../errors.ts'
import type { Pipeline } from '../pipeline.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import type { DeadLetter } from '../writer/letter-file.ts'
import { deadLetterOf, projectsOf } from './ingest-status.ts'

export interface DeadLettersApiParts {
  pipeline: Pick<Pipeline, 'listDeadLetters' | 'readDeadLetter' | 'replayDeadLetter' | 'deleteDeadLetter'>
  resolveProjectAccess(request: FastifyRequest): Promise<ProjectIdentity>
  /** Like `resolveProjectAccess`, for what a key may not do. */
  resolveProjectAdministration(request: FastifyRequest): Promise<{ project: ProjectIdentity }>
  /** The projects that the sender may read. */
  visibleProjects(request: FastifyRequest): Promise<ProjectIdentity[]>
}

/** Rows of projects that the sender may not read are in the letter, so it is not theirs to give up. */
class DeadLetterSharedError extends HanzoError {
  constructor() {
    super('the dead letter holds rows of other projects: replay it, or let somebody delete it who may read them all', {
      code: 'DEAD_LETTER_SHARED',
      statusCode: 409,
    })
  }
}

const tags = ['ingest']
const path = `${projectPath}/ingest/dead-letters`
const letterPath = `${path}/:letterId`
const noContent = { 204: z.null(), '4xx': problemSchema, '5xx': problemSchema }
const letterParams = projectParams.extend({ letterId: z.string().max(100) })

/** A dead letter that holds rows of the project. */
async function findLetter(
  { pipeline }: Pick<DeadLettersApiParts, 'pipeline'>,
  letterId: string,
  projectId: string,
): Promise<DeadLetter> {
  const letter = (await pipeline.listDeadLetters()).find(({ id }) => id === letterId)
  // The same answer for a letter of others: who may not read it does not learn that it exists.
  if (!letter || !deadLetterOf(letter, projectId)) throw new NotFoundError('there is no such dead letter', { letterId })
  return letter
}

/** What ClickHouse refused for good: a project sees the letters with rows of its own, and of these its own rows. */
export const deadLettersApi: FastifyPluginAsyncZod<DeadLettersApiParts> = async (app, parts) => {
  const { pipeline } = parts

  app.get(
    path,
    {
      schema: {
        tags,
        summary: 'List the segments with rows that ClickHouse refused for good, oldest first',
        params: projectParams,
        response: answers(deadLetterListSchema),
      },
    },
    async (request) => {
      const { projectId } = await parts.resolveProjectAccess(request)
      const letters = await pipeline.listDeadLetters()
      const rows = letters.map((letter) => deadLetterOf(letter, projectId)).filter((row) => row !== undefined)
      return { rows }
    },
  )

  app.get(
    `${letterPath}/rows`,
    {
      schema: {
        tags,
        summary: 'Look at the first rows of a dead letter',
        params: letterParams,
        querystring: deadLetterRowsQuerySchema,
        response: answers(deadLetterRowsSchema),
      },
    },
    async (request) => {
      const { projectId } = await parts.resolveProjectAccess(request)
      await findLetter(parts, request.params.letterId, projectId)
      const rows = await pipeline.readDeadLetter(request.params.letterId, { ...request.query, projectId })
      return { rows }
    },
  )
}

/** What only people may do, not keys. */
export const deadLetterChangesApi: FastifyPluginAsyncZod<DeadLettersApiParts> = async (app, parts) => {
  const { pipeline } = parts
  const onRequest = async (request: FastifyRequest) => {
    await parts.resolveProjectAdministration(request)
  }

  app.post(
    `${letterPath}/replay`,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Send the rows of a dead letter to ClickHouse again',
        description:
          'All of its rows, those of other projects too. What ClickHouse has stored of them is not stored twice.',
        params: letterParams,
        response: noContent,
      },
    },
    async (request, reply) => {
      const { project } = await parts.resolveProjectAdministration(request)
      await findLetter(parts, request.params.letterId, project.projectId)
      await pipeline.replayDeadLetter(request.params.letterId)
      reply.code(204)
      return null
    },
  )

  app.delete(
    letterPath,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Delete a dead letter: its rows are lost',
        params: letterParams,
        response: noContent,
      },
    },
    async (request, reply) => {
      const { project } = await parts.resolveProjectAdministration(request)
      const letter = await findLetter(parts, request.params.letterId, project.projectId)
      const visible = new Set((await parts.visibleProjects(request)).map(({ projectId }) => projectId))
      if (!projectsOf(letter).every((projectId) => visible.has(projectId))) throw new DeadLetterSharedError()
      await pipeline.deleteDeadLetter(letter.id)
      reply.code(204)
      return null
    },
  )
}
