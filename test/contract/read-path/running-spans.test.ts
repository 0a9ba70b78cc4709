import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NotFoundError } from '../../../apps/ingest/src/errors.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { minute, now, openRunningProject } from '../../fixtures/running-project.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

let telemetry: TelemetryDatabase
const openProject = () => openRunningProject(telemetry)

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

describe('a span that has started', () => {
  it('is in every list and in its trace, running, with its duration so far', async () => {
    const project = openProject()
    await project.starts(project.start({ id: 1 }))
    const running = {
      spanId: spanIdOf(1),
      state: 'running',
      durationNanoseconds: '9999999999',
      genAiAgentName: 'planner',
    }
    expect(await project.spans()).toMatchObject([running])
    expect(await project.traces()).toMatchObject([
      {
        traceId: traceIdOf(1),
        rootName: 'run 1',
        rootArrived: true,
        spanCount: 1,
        state: 'running',
        durationNanoseconds: '9999999999',
      },
    ])
    expect(await project.trace()).toMatchObject({ state: 'running', spanCount: 1, spans: [running] })
    expect(await project.span(1)).toMatchObject({ ...running, events: [], links: [] })
  })

  it('keeps everything that its start told', async () => {
    const project = openProject()
    await telemetry.insert({
      resources: [
        rowOf('resources', {
          project_id: project.context.project.projectId,
          resource_id: 5n,
          attributes: new Map([['a', 'b']]),
          last_seen: now / 1000,
        }),
      ],
      running_spans: [
        project.start(
          { id: 1 },
          {
            resource_id: 5n,
            scope_name: 'scope',
            attributes_int: new Map([['n', 7n]]),
            attributes_string: new Map([['s', 't']]),
          },
        ),
      ],
    })
    expect(await project.span(1)).toMatchObject({
      attributes: [
        { key: 'n', type: 'int', value: '7' },
        { key: 's', type: 'string', value: 't' },
      ],
      scope: { name: 'scope' },
      resource: { attributes: [{ key: 'a', value: 'b' }] },
    })
    expect(await project.spans({ attribute: ['n=7'] })).toHaveLength(1)
    expect(await project.spans({ attribute: ['s=t'] })).toHaveLength(1)
    expect(await project.spans({ attribute: ['a=b'] })).toHaveLength(1)
    expect(await project.spans({ attribute: ['n=8'] })).toHaveLength(0)
  })

  it('passes the filters that an ended one of its kind would pass, its duration being the one so far', async () => {
    const project = openProject()
    await project.starts(project.start({ id: 1 }), project.start({ id: 2, parent: 1 }))
    expect(await project.spans({ rootOnly: 'true' })).toHaveLength(1)
    expect(await project.spans({ name: ['run 2'] })).toHaveLength(1)
    expect(await project.spans({ text: 'RUN' })).toHaveLength(2)
    expect(await project.spans({ service: ['other'] })).toHaveLength(0)
    expect(await project.spans({ minDurationNanoseconds: '9000000000' })).toHaveLength(2)
    expect(await project.spans({ maxDurationNanoseconds: '9000000000' })).toHaveLength(0)
    expect(await project.spans({ from: 'now-5s' })).toHaveLength(0)
  })

  it('has no status: it is not among those that ended with one, and can be asked for', async () => {
    const project = openProject()
    await project.starts(project.start({ id: 1 }))
    await project.ends(project.end({ id: 2, trace: 2 }))
    expect(await project.spans({ status: ['unset', 'error'] })).toMatchObject([{ spanId: spanIdOf(2) }])
    expect(await project.spans({ status: ['running'] })).toMatchObject([{ spanId: spanIdOf(1) }])
    expect(await project.traces({ status: ['running'] })).toMatchObject([{ traceId: traceIdOf(1) }])
    expect(await project.spans({ status: ['running', 'unset'] })).toHaveLength(2)
  })

  it('is shown as without an end, not as running for ever, once its sender would have ended it', async () => {
    const project = openProject()
    await project.starts(
      project.start({ id: 1, ago: 36 * minute }),
      project.start({ id: 2, ago: 34 * minute, trace: 2 }),
    )
    await project.ends(project.end({ id: 3, parent: 1, ago: 35 * minute }))
    expect(await project.spans()).toMatchObject([
      { spanId: spanIdOf(2), state: 'running' },
      { spanId: spanIdOf(3) },
      { spanId: spanIdOf(1), state: 'no_end', durationNanoseconds: '0' },
    ])
    const [, lost] = await project.traces()
    expect(lost).toMatchObject({
      state: 'no_end',
      rootName: 'run 1',
      durationNanoseconds: String(62n * 1_000_000_000n),
      spanCount: 2,
    })
    expect(await project.trace(1)).toMatchObject({ state: 'no_end', durationNanoseconds: String(62n * 1_000_000_000n) })
  })

  it('is unknown to other projects', async () => {
    const project = openProject()
    await project.starts(project.start({ id: 1 }))
    const other = openProject()
    expect(await other.spans()).toEqual([])
    expect(await other.traces()).toEqual([])
    await expect(other.trace()).rejects.toThrow(NotFoundError)
    await expect(other.span(1)).rejects.toThrow(NotFoundError)
  })
})
