import { gunzipSync } from 'node:zlib'
import {
  type TraceStructure,
  traceAttributeKeysSchema,
  traceAttributeSchema,
  traceStructureSchema,
} from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getTraceStructure } from '../../../apps/ingest/src/query/get-trace-structure.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openRunningProject } from '../../fixtures/running-project.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { telemetryOf } from '../../fixtures/telemetry-rows.ts'

const now = Date.now()
let telemetry: TelemetryDatabase
let app: FastifyInstance
const tail = createTail()

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.insert(telemetryOf('mine', 'pay', now))
  await telemetry.insert(telemetryOf('other', 'secret', now))
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

const path = (rest: string, projectId = 'mine') => `/api/projects/${projectId}/traces/${traceIdOf(2)}${rest}`

function idsOf({ spanIds }: Pick<TraceStructure, 'spanIds'>): string[] {
  return spanIds.match(/.{16}/g) ?? []
}

describe('the structure of a trace', () => {
  it('has every span by start time with its parent, operation, status, tokens, events and links', async () => {
    const structure = traceStructureSchema.parse((await app.inject({ url: path('/structure') })).json())
    expect(idsOf(structure)).toEqual([spanIdOf(3), spanIdOf(4)])
    expect(structure).toMatchObject({
      traceId: traceIdOf(2),
      startTimeUnixNano: String(BigInt(now - 57_000) * 1_000_000n + 123_456n),
      durationNanoseconds: '1004000000',
      spanCount: 2,
      truncated: false,
      parents: [-1, 0],
      missingParentIds: [],
      startSteps: [0, 1_000_000_000],
      durations: [3_000_000, 4_000_000],
      operationOf: [0, 1],
      errors: [1],
      oks: [],
      running: [],
      noEnd: [],
      statusMessages: [{ text: 'Card declined', rows: [1] }],
      httpRoutes: [],
      usage: { rows: [1], inputTokens: [100], outputTokens: [10], costs: [0.000_021] },
      events: { rows: [0, 1], names: ['exception'], nameOf: [0, 0] },
      eventCounts: { rows: [0, 1], counts: [1, 1] },
      links: [
        { row: 0, traceId: traceIdOf(9), spanId: spanIdOf(9) },
        { row: 1, traceId: traceIdOf(9), spanId: spanIdOf(9) },
      ],
    })
    expect(structure.operations).toMatchObject([
      { name: 'GET /pay', serviceName: 'pay', kind: 'server' },
      {
        name: 'chat gpt',
        serviceName: 'pay',
        kind: 'client',
        genAi: { kind: 'llm', operationName: 'chat', isInference: true },
      },
    ])
  })

  it.each(['/structure', '/attributes/keys', '/attributes/values?key=big'])(
    '%s shows nothing of another project, and is not found in one without the trace',
    async (rest) => {
      const mine = await app.inject({ url: path(rest) })
      expect(mine.statusCode).toBe(200)
      expect(mine.body).not.toContain('secret')
      expect(mine.json().receipt.sql).toContain(`project_id = 'mine'`)
      expect((await app.inject({ url: path(rest, 'empty') })).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    },
  )

  it('names parents that have not arrived, and cuts at the limit without losing the extent', async () => {
    const project = openRunningProject(telemetry)
    await project.ends(project.end({ id: 1, parent: 99 }), project.end({ id: 2, parent: 99, ago: 9_000 }))
    const whole = await getTraceStructure(project.context, traceIdOf(1))
    expect(whole).toMatchObject({ parents: [-2, -2], missingParentIds: [spanIdOf(99)], truncated: false })
    const cut = await getTraceStructure(project.context, traceIdOf(1), { spansMax: 1 })
    expect(cut).toMatchObject({ parents: [-2], spanCount: 2, truncated: true, durationNanoseconds: '3000000000' })
  })

  it('is told of its first spans alone, and how long the whole is, until those are all', async () => {
    const project = openRunningProject(telemetry)
    const root = project.end({ id: 1, ago: 20_000 })
    const rest = [8_000, 12_000, 16_000].map((ago) => project.end({ id: 20 - ago / 1_000, parent: 1, ago }))
    // Out of order, and one of them twice.
    await project.ends(...rest, root, root)
    const url = `/api/projects/${project.context.project.projectId}/traces/${traceIdOf(1)}/structure`
    const read = async (query: string) => traceStructureSchema.parse((await app.inject({ url: url + query })).json())
    const whole = await read('')
    expect(whole).toMatchObject({ spanCount: 4, truncated: false })
    const first = await read('?earliest=2')
    expect(first).toMatchObject({ truncated: true, startSteps: [0, 4_000_000_000], parents: [-1, 0] })
    expect(first).toMatchObject({ durationNanoseconds: whole.durationNanoseconds, spanCount: 5 })
    expect(whole.spanIds.startsWith(first.spanIds)).toBe(true)
    expect({ ...(await read('?earliest=5')), receipt: null }).toEqual({ ...whole, receipt: null })
    expect((await app.inject({ url: `${url}?earliest=0` })).statusCode).toBe(400)
  })

  it('has what runs among what has ended, and a span that did both once', async () => {
    const project = openRunningProject(telemetry)
    await project.starts(
      project.start({ id: 1, ago: 20_000 }),
      project.start({ id: 2, parent: 1, ago: 15_000 }),
      project.start({ id: 3, parent: 1, ago: 9_000 }),
    )
    await project.ends(project.end({ id: 2, parent: 1, ago: 15_000 }))
    const structure = await getTraceStructure(project.context, traceIdOf(1))
    expect(idsOf(structure)).toEqual([spanIdOf(1), spanIdOf(2), spanIdOf(3)])
    expect(structure).toMatchObject({ parents: [-1, 0, 0], running: [0, 2], state: 'running', spanCount: 3 })
    expect(structure.durations).toEqual([19_999_999_999, 2_000_000_000, 8_999_999_999])
    expect(structure.startSteps).toEqual([0, 5_000_000_000, 6_000_000_000])
  })

  it('of more than some spans is compressed for those who take it, and the same', async () => {
    const project = openRunningProject(telemetry)
    const rows = Array.from({ length: 3_000 }, (_, index) =>
      project.end({ id: index, parent: index === 0 ? undefined : 0, ago: 10_000 } as never),
    )
    await telemetry.insert({ spans: rows.map((row) => rowOf('spans', row)) })
    const url = `/api/projects/${project.context.project.projectId}/traces/${traceIdOf(1)}/structure`
    const plain = await app.inject({ url })
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers['content-encoding']).toBe('gzip')
    const withoutTimes = (text: string) => ({ ...JSON.parse(text), receipt: undefined })
    expect(withoutTimes(gunzipSync(packed.rawPayload).toString())).toEqual(withoutTimes(plain.body))
    expect(plain.json().spanIds).toHaveLength(3_000 * 16)
  })
})

describe('the attributes of a trace', () => {
  it('are listed by key, and read by value for every span that has them', async () => {
    const { rows } = traceAttributeKeysSchema.parse((await app.inject({ url: path('/attributes/keys') })).json())
    expect(rows.find(({ key }) => key === 'big')).toEqual({ key: 'big', spanCount: 2, valueCount: 1 })
    const values = async (key: string) =>
      traceAttributeSchema.parse((await app.inject({ url: path(`/attributes/values?key=${key}`) })).json())
    expect(await values('big')).toMatchObject({
      spanIds: spanIdOf(3) + spanIdOf(4),
      values: ['9007199254740993'],
      codes: [0, 0],
    })
    expect(await values('yes')).toMatchObject({ values: ['true'] })
    expect(await values('absent')).toMatchObject({ spanIds: '', values: [], codes: [] })
  })
})
