import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ForbiddenError } from '../errors.ts'
import { answerProblem } from '../problem.ts'
import type { DeadLetter } from '../writer/letter-file.ts'
import { deadLetterChangesApi, deadLettersApi } from './dead-letters-api.ts'

const letterOf = (id: string, projects: Record<string, number>): DeadLetter => ({
  ...{ id, refusedAtUnixMs: 1_790_000_000_000, bytes: 4_096 },
  tables: [
    { table: 'logs', rows: 9, code: 'UNKNOWN_TABLE', message: 'no such table', attempts: 1, projects },
    { table: 'spans', rows: 2, code: 'TYPE_MISMATCH', message: 'no', attempts: 1, projects: { theirs: 2 } },
  ],
})

let letters: DeadLetter[]
let done: string[]
let app: FastifyInstance

/** Somebody who may read the projects `mine` and `second`. */
const visible = ['mine', 'second'].map((projectId) => ({ projectId, retentionDays: 30 }))
const projectOf = (request: FastifyRequest) => ({
  projectId: (request.params as { projectId: string }).projectId,
  retentionDays: 30,
})

beforeEach(async () => {
  done = []
  letters = [letterOf('shared', { mine: 3, theirs: 6 }), letterOf('others', { theirs: 1 })]
  const parts = {
    pipeline: {
      listDeadLetters: async () => letters,
      readDeadLetter: async (id: string, query: object) => [{ id, ...query }],
      replayDeadLetter: async (id: string) => void done.push(`replay ${id}`),
      deleteDeadLetter: async (id: string) => void done.push(`delete ${id}`),
    },
    resolveProjectAccess: async (request: FastifyRequest) => projectOf(request),
    async resolveProjectAdministration(request: FastifyRequest) {
      if (request.headers['x-api-key']) throw new ForbiddenError('not for keys', 'SESSION_NEEDED')
      return { project: projectOf(request) }
    },
    visibleProjects: async () => visible,
  }
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerProblem)
  await app.register(deadLettersApi, parts)
  await app.register(deadLetterChangesApi, parts)
})
afterEach(() => app.close())

const url = (rest = '', projectId = 'mine') => `/api/projects/${projectId}/ingest/dead-letters${rest}`

describe('a project', () => {
  it('sees the letters that hold rows of its own, and of these its own rows', async () => {
    expect((await app.inject(url())).json()).toEqual({
      rows: [
        {
          ...{ id: 'shared', refusedAtUnixMs: 1_790_000_000_000, bytes: 4_096, hasOtherProjects: true },
          tables: [{ table: 'logs', rows: 3, code: 'UNKNOWN_TABLE', message: 'no such table', attempts: 1 }],
        },
      ],
    })
    expect((await app.inject(url('/shared/rows?table=logs'))).json()).toEqual({
      rows: [{ id: 'shared', table: 'logs', projectId: 'mine', limit: 20 }],
    })
  })

  it('is told of letters of others what it is told of letters that do not exist', async () => {
    for (const id of ['others', 'nothing']) {
      for (const request of [
        { method: 'GET', url: url(`/${id}/rows?table=logs`) },
        { method: 'POST', url: url(`/${id}/replay`) },
        { method: 'DELETE', url: url(`/${id}`) },
      ] as const) {
        expect((await app.inject(request)).json(), `${request.method} ${request.url}`).toMatchObject({
          status: 404,
          title: 'there is no such dead letter',
        })
      }
    }
    expect(done).toEqual([])
  })

  it('may send a letter again that it shares with others, and not delete it', async () => {
    expect((await app.inject({ method: 'POST', url: url('/shared/replay') })).statusCode).toBe(204)
    const refused = await app.inject({ method: 'DELETE', url: url('/shared') })
    expect(refused.json()).toMatchObject({ status: 409, code: 'DEAD_LETTER_SHARED' })
    expect(done).toEqual(['replay shared'])
  })

  it('lets those delete a letter who may read every project in it', async () => {
    letters = [{ ...letterOf('ours', {}), tables: letterOf('ours', { mine: 1, second: 2 }).tables.slice(0, 1) }]
    expect((await app.inject({ method: 'DELETE', url: url('/ours') })).statusCode).toBe(204)
    expect(done).toEqual(['delete ours'])
  })
})

it('a key may look, and change nothing', async () => {
  const headers = { 'x-api-key': 'hz_key' }
  expect((await app.inject({ url: url(), headers })).statusCode).toBe(200)
  for (const request of [
    { method: 'POST', url: url('/shared/replay') },
    { method: 'DELETE', url: url('/shared') },
  ] as const) {
    expect((await app.inject({ ...request, headers })).json()).toMatchObject({ status: 403, code: 'SESSION_NEEDED' })
  }
  expect(done).toEqual([])
})
