import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { LogRow, RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeLogs } from '../../apps/ingest/src/decode/decode-logs.ts'
import { decodeTraces } from '../../apps/ingest/src/decode/decode-traces.ts'
import type { HanzoCloudConfig } from '../../packages/sdk/src/hanzo-cloud/hanzo-cloud-config.ts'
import { HanzoCloudTelemetry } from '../../packages/sdk/src/hanzo-cloud/hanzo-cloud-telemetry.ts'
import { internalsOf } from '../../packages/sdk/src/telemetry/internals-of.ts'

/** A receiver that makes the platform's rows of what the SDK sends. */
let server: Server
let url: string
let telemetry: HanzoCloudTelemetry
let starts: RunningSpanRow[]
let logs: LogRow[]
let spans: SpanRow[]
let rejected: number

async function receive(request: IncomingMessage): Promise<void> {
  const body = gunzipSync(await buffer(request))
  const context = {
    project: { projectId: 'default', retentionDays: 30 },
    receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n,
  }
  if (request.url?.endsWith('/traces')) {
    const decoded = decodeTraces(body, 'protobuf', context)
    spans.push(...(decoded.batch.spans ?? []))
    rejected += decoded.rejectedCount
  } else if (request.url?.endsWith('/logs')) {
    const decoded = decodeLogs(body, 'protobuf', context)
    starts.push(...(decoded.batch.running_spans ?? []))
    logs.push(...(decoded.batch.logs ?? []))
    rejected += decoded.rejectedCount
  }
}

beforeEach(async () => {
  starts = []
  logs = []
  spans = []
  rejected = 0
  server = createServer((request, response) => {
    void receive(request).then(() => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await telemetry.shutdown()
  await new Promise((resolve) => server.close(resolve))
})

function start(config: HanzoCloudConfig = {}) {
  telemetry = new HanzoCloudTelemetry({
    cloudUrl: url,
    apiKey: 'hk_0123456789abcdef',
    console: 'silent',
    registerGlobal: false,
    serviceName: 'agents',
    ...config,
  })
  return internalsOf(telemetry)
}

describe('a span that is announced', () => {
  it('arrives as a start while it is open, and its end has the same ids, time, origin and the mark of its start', async () => {
    const { announce } = start({ pruning: { maxSpanAgeMs: 7_200_000 } })
    const { parent, span } = await telemetry.withSession('sess_1', () =>
      telemetry.trace('user_request', (parent) => {
        const span = telemetry.startSpan('invoke_agent planner', {
          kind: 2,
          attributes: { 'gen_ai.agent.name': 'planner' },
        })
        announce(span, { 'gen_ai.operation.name': 'invoke_agent' })
        return { parent, span }
      }),
    )
    await telemetry.flush()
    const [row] = starts
    expect(starts).toMatchObject([
      {
        trace_id: span.spanContext().traceId,
        span_id: span.spanContext().spanId,
        parent_span_id: parent.spanContext().spanId,
        name: 'invoke_agent planner',
        kind: 3,
        service_name: 'agents',
        scope_name: '@hanzo/ai',
        session_id: 'sess_1',
        gen_ai_agent_name: 'planner',
        gen_ai_operation_name: 'invoke_agent',
      },
    ])
    expect(row && Number(row.end_expected_by - row.timestamp) / 1e9).toBe(7_500)
    expect(logs).toEqual([])
    span.end()
    await telemetry.flush()
    const { timestamp, trace_id, span_id, parent_span_id, resource_id, scope_name, kind, name } = row ?? {}
    const end = spans.find((candidate) => candidate.span_id === span_id)
    expect(end).toMatchObject({ timestamp, trace_id, parent_span_id, resource_id, scope_name, kind, name })
    expect(end?.attributes_bool.get('hanzo.span.announced')).toBe(true)
    expect(rejected).toBe(0)
  })

  it('that starts a trace has no parent', async () => {
    const { announce } = start()
    const span = telemetry.startSpan('invoke_workflow support', { root: true })
    announce(span)
    await telemetry.flush()
    expect(starts).toMatchObject([{ parent_span_id: '0'.repeat(16) }])
    span.end()
  })

  it('tells no secret that its end would not tell', async () => {
    const { announce } = start({ redaction: { patterns: [/order-\d+/] } })
    const span = telemetry.startSpan('execute_tool pay', { attributes: { api_key: 'k-123', note: 'for order-77' } })
    announce(span, { password: 'p-123' })
    await telemetry.flush()
    span.end()
    await telemetry.flush()
    for (const row of [...starts, ...spans]) {
      const values = [...row.attributes_string.values(), ...row.attributes_unindexed.values()].join('\n')
      expect(values).not.toMatch(/k-123|p-123|order-77/)
    }
    expect(starts).toHaveLength(1)
    expect(starts[0]?.attributes_string.has('note')).toBe(true)
  })

  it('is not pruned, however many of its name there are', async () => {
    const { announce } = start({ pruning: { maxRepeats: 1 } })
    await telemetry.trace('run', async () => {
      const open = Array.from({ length: 5 }, () => telemetry.startSpan('execute_tool search'))
      for (const span of open) announce(span)
      await telemetry.flush()
      for (const span of open) span.end()
    })
    await telemetry.flush()
    expect(starts).toHaveLength(5)
    expect(spans.filter(({ name }) => name === 'execute_tool search')).toHaveLength(5)
  })
})

describe('a span that stays open', () => {
  it('is announced by itself after a second', async () => {
    const { announce } = start({ batch: { scheduledDelayMillis: 100 } })
    const span = telemetry.startSpan('invoke_agent planner')
    announce(span)
    await expect.poll(() => starts, { timeout: 10_000 }).toHaveLength(1)
    span.end()
  })
})

describe('no start is sent', () => {
  it('of a span that ends before it would be announced', async () => {
    const { announce } = start()
    const span = telemetry.startSpan('execute_tool search')
    announce(span)
    span.end()
    await telemetry.flush()
    expect(spans).toMatchObject([{ name: 'execute_tool search' }])
    expect(spans[0]?.attributes_bool.has('hanzo.span.announced')).toBe(false)
    expect(starts).toEqual([])
  })

  it('of a span that is not sampled', async () => {
    const { announce } = start({ sampling: 0 })
    const span = telemetry.startSpan('invoke_agent planner')
    announce(span)
    span.end()
    await telemetry.flush()
    expect(starts).toEqual([])
  })

  it('of a span that has ended', async () => {
    const { announce } = start()
    const span = telemetry.startSpan('invoke_agent planner')
    span.end()
    announce(span)
    await telemetry.flush()
    expect(starts).toEqual([])
  })

  it('where inProgressSpans is off', async () => {
    const { announce } = start({ inProgressSpans: false })
    const span = telemetry.startSpan('invoke_agent planner')
    announce(span)
    span.end()
    await telemetry.flush()
    expect(starts).toEqual([])
    expect(spans[0]?.attributes_bool.has('hanzo.span.announced')).toBe(false)
  })
})
