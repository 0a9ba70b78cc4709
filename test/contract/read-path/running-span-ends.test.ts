import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { nanoseconds, now, openRunningProject } from '../../fixtures/running-project.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

let telemetry: TelemetryDatabase
const openProject = () => openRunningProject(telemetry)

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const merge = () => telemetry.clickhouse.command({ query: 'OPTIMIZE TABLE running_spans FINAL' })

async function storedStarts(projectId: string): Promise<number> {
  const query = 'SELECT count() AS count FROM running_spans WHERE project_id = {projectId:String}'
  const answer = await telemetry.clickhouse.query({ query, query_params: { projectId }, format: 'JSONEachRow' })
  return Number((await answer.json<{ count: string }>())[0]?.count)
}

describe('the end of a span', () => {
  const orders: [name: string, send: (project: ReturnType<typeof openProject>) => Promise<void>][] = [
    [
      'after its start',
      async (project) => {
        await project.starts(project.start({ id: 1 }))
        await project.ends(project.end({ id: 1 }))
      },
    ],
    [
      'before its start',
      async (project) => {
        await project.ends(project.end({ id: 1 }))
        await project.starts(project.start({ id: 1 }))
      },
    ],
    [
      'between two copies of its start',
      async (project) => {
        await project.starts(project.start({ id: 1 }))
        await project.ends(project.end({ id: 1 }))
        await project.starts(project.start({ id: 1 }, { sequence: 9n }))
      },
    ],
    [
      'without the mark of an announced span, at a time that was rounded',
      async (project) => {
        await project.starts(project.start({ id: 1 }, { timestamp: nanoseconds(now - 10_000) }))
        await project.ends(project.end({ id: 1 }, { attributes_bool: new Map() }))
      },
    ],
    [
      'twice',
      async (project) => {
        await project.ends(project.end({ id: 1 }))
        await project.starts(project.start({ id: 1 }))
        await project.ends(project.end({ id: 1 }))
      },
    ],
  ]

  it.each(orders)('%s takes its place everywhere, before and after parts merge', async (_name, send) => {
    const project = openProject()
    await send(project)
    for (const settle of [async () => undefined, merge]) {
      await settle()
      const spans = await project.spans()
      expect(new Set(spans.map(({ spanId }) => spanId))).toEqual(new Set([spanIdOf(1)]))
      for (const span of spans) expect(span).toMatchObject({ durationNanoseconds: '2000000000' })
      for (const span of spans) expect(span).not.toHaveProperty('state')
      const [trace, ...others] = await project.traces()
      expect(others).toEqual([])
      expect(trace).toMatchObject({ durationNanoseconds: '2000000000' })
      expect(trace).not.toHaveProperty('state')
      const detail = await project.trace()
      expect(detail.state).toBeUndefined()
      expect(detail.spans).toMatchObject([{ durationNanoseconds: '2000000000' }])
      expect((await project.span(1)).state).toBeUndefined()
    }
  })

  it('takes the start out of the table at the next merge, in either order', async () => {
    const project = openProject()
    const { projectId } = project.context.project
    await project.starts(project.start({ id: 1 }))
    await project.ends(project.end({ id: 1 }), project.end({ id: 2 }))
    await project.starts(project.start({ id: 2 }), project.start({ id: 3 }))
    await merge()
    expect(await storedStarts(projectId)).toBe(1)
    expect(await project.spans({ status: ['running'] })).toMatchObject([{ spanId: spanIdOf(3) }])
  })

  it('hides no start of another project, of another trace or of another span', async () => {
    const [mine, other] = [openProject(), openProject()]
    await mine.starts(mine.start({ id: 1 }), mine.start({ id: 1, trace: 2 }), mine.start({ id: 2 }))
    await other.ends(other.end({ id: 1 }), other.end({ id: 1, trace: 2 }, { attributes_bool: new Map() }))
    await mine.ends(mine.end({ id: 1 }))
    const running = (await mine.spans({ status: ['running'] })).map(({ traceId, spanId }) => [traceId, spanId])
    expect(running).toEqual([
      [traceIdOf(1), spanIdOf(2)],
      [traceIdOf(2), spanIdOf(1)],
    ])
  })

  it('leaves its trace running while anything else in it runs, and finds its parent there', async () => {
    const project = openProject()
    await project.starts(project.start({ id: 1 }), project.start({ id: 2, parent: 1, ago: 9_000 }))
    await project.ends(
      project.end({ id: 3, parent: 2, ago: 8_000 }),
      project.end({ id: 2, parent: 1, ago: 9_000 }, { status_code: 2 }),
    )
    const detail = await project.trace()
    expect(detail.spans.map(({ spanId, parentSpanId, state }) => [spanId, parentSpanId, state])).toEqual([
      [spanIdOf(1), '', 'running'],
      [spanIdOf(2), spanIdOf(1), undefined],
      [spanIdOf(3), spanIdOf(2), undefined],
    ])
    expect(detail).toMatchObject({ state: 'running', spanCount: 3, durationNanoseconds: '9999999999' })
    expect(await project.traces()).toMatchObject([
      {
        rootName: 'run 1',
        rootArrived: true,
        spanCount: 3,
        errorCount: 1,
        state: 'running',
        durationNanoseconds: '9999999999',
      },
    ])
    await project.ends(project.end({ id: 1 }))
    expect(await project.traces()).toMatchObject([
      { rootName: 'run 1', spanCount: 3, durationNanoseconds: '4000000000' },
    ])
  })
})

describe('pages of ended and running spans', () => {
  async function fill() {
    const project = openProject()
    const given = Array.from({ length: 60 }, (_, id) => ({
      id: id + 1,
      trace: (id % 17) + 1,
      ago: 1_000 * (1 + ((id * 7) % 60)),
    }))
    await project.starts(...given.filter(({ id }) => id % 3 === 0).map((span) => project.start(span)))
    await project.ends(...given.filter(({ id }) => id % 3 !== 0).map((span) => project.end(span)))
    return project
  }

  async function walk<Row>(
    read: (cursor?: string) => Promise<{ rows: Row[]; nextCursor: string | null }>,
  ): Promise<Row[]> {
    const rows: Row[] = []
    let cursor: string | undefined
    do {
      const page = await read(cursor)
      rows.push(...page.rows)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return rows
  }

  it.each([1, 7, 60])('of %d hold every span once, newest first', async (limit) => {
    const project = await fill()
    const spans = await walk((cursor) => project.listSpans({ limit, ...(cursor && { cursor }) }))
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(60)
    expect(spans).toHaveLength(60)
    const times = spans.map(({ startTimeUnixNano }) => BigInt(startTimeUnixNano))
    expect(times).toEqual(times.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
  })

  it.each([1, 5, 17])('of %d hold every trace once', async (limit) => {
    const project = await fill()
    const traces = await walk((cursor) => project.listTraces({ limit, ...(cursor && { cursor }) }))
    expect(traces.map(({ traceId }) => traceId).toSorted()).toEqual(
      Array.from({ length: 17 }, (_, id) => traceIdOf(id + 1)),
    )
    expect(traces.reduce((sum, { spanCount }) => sum + spanCount, 0)).toBe(60)
  })
})
