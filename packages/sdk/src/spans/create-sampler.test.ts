import { SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { remoteParent, start, tracing } from './pipeline.fixture.ts'

describe('createSampler', () => {
  it('keeps a tenth of 50,000 traces within one percent of them, and every trace that failed, whole', () => {
    const run = tracing({ sampling: { ratio: 0.1 } })
    const failed = new Set<string>()
    for (let index = 0; index < 50_000; index++) {
      const root = start(run, 'root')
      const child = start(run, 'child', root)
      if (index % 100 === 0) {
        child.setStatus({ code: SpanStatusCode.ERROR })
        failed.add(root.spanContext().traceId)
      }
      child.end()
      root.end()
    }
    const byTrace = new Map<string, string[]>()
    for (const span of run.spans) {
      expect(span.spanContext().traceFlags & TraceFlags.SAMPLED).toBe(TraceFlags.SAMPLED)
      const { traceId } = span.spanContext()
      byTrace.set(traceId, [...(byTrace.get(traceId) ?? []), span.name])
    }
    for (const traceId of failed) expect(byTrace.get(traceId)).toEqual(['child', 'root'])
    const chosen = [...byTrace.keys()].filter((traceId) => !failed.has(traceId)).length
    expect(chosen / (50_000 - failed.size)).toBeGreaterThan(0.09)
    expect(chosen / (50_000 - failed.size)).toBeLessThan(0.11)
    const { dropped, open } = run.pipeline.counts()
    expect(dropped.unsampled).toBe(100_000 - run.spans.length)
    expect(open).toBe(0)
  })

  it('takes the same traces in every service of the same ratio', () => {
    const [one, other] = [tracing({ sampling: { ratio: 0.3 } }), tracing({ sampling: { ratio: 0.3 } })]
    for (let index = 0; index < 200; index++) {
      const root = start(one, 'a')
      const headers = remoteParent(root.spanContext().traceId, root.spanContext().traceFlags)
      start(other, 'b', headers).end()
      root.end()
    }
    const ids = (run: typeof one) => run.spans.map((span) => span.spanContext().traceId)
    expect(ids(one).length).toBeGreaterThan(20)
    expect(ids(other)).toEqual(ids(one))
  })

  it('follows what another service decided, and still tells when it failed here', () => {
    const run = tracing({ sampling: { ratio: 0 } })
    start(run, 'taken', remoteParent('1'.repeat(32), TraceFlags.SAMPLED)).end()
    start(run, 'not taken', remoteParent('2'.repeat(32), TraceFlags.NONE)).end()
    const failing = start(run, 'failing', remoteParent('3'.repeat(32), TraceFlags.NONE))
    failing.setStatus({ code: SpanStatusCode.ERROR })
    failing.end()
    expect(run.spans.map((span) => span.name)).toEqual(['taken', 'failing'])
  })

  it('judges rules on the span that starts the trace: the first that matches decides for the whole trace', () => {
    const run = tracing({
      sampling: {
        ratio: 0,
        rules: [
          { name: /^GET \/health/g, ratio: 0 },
          { name: 'checkout', attributes: { 'user.tier': 'premium', tags: ['a', 'b'] }, ratio: 1 },
          { name: 'checkout', ratio: 0 },
          { attributes: { debug: true }, ratio: 1 },
        ],
      },
    })
    const premium = start(run, 'checkout', undefined, { 'user.tier': 'premium', tags: ['a', 'b'] })
    start(run, 'GET /health of a neighbour', premium).end()
    premium.end()
    start(run, 'checkout', undefined, { 'user.tier': 'premium', debug: true }).end()
    start(run, 'anything', undefined, { debug: true }).end()
    start(run, 'anything').end()
    expect(run.spans.map((span) => span.name)).toEqual(['GET /health of a neighbour', 'checkout', 'anything'])
  })

  it('does not even record what a rule of ratio 0 names, nor anything below it, also when it fails', () => {
    const run = tracing({ sampling: { rules: [{ name: /health/, ratio: 0 }] } })
    for (let round = 0; round < 2; round++) {
      const root = start(run, 'health')
      const child = start(run, 'query', root)
      expect([root.isRecording(), child.isRecording()]).toEqual([false, false])
      child.setStatus({ code: SpanStatusCode.ERROR })
      child.end()
      root.end()
    }
    expect(run.pipeline.counts().started).toBe(0)
  })

  it('records nothing of traces that were not chosen when failed ones need not be kept', () => {
    const run = tracing({ sampling: { ratio: 0, alwaysKeepErrors: false } })
    const root = start(run, 'root')
    expect(root.isRecording()).toBe(false)
    root.setStatus({ code: SpanStatusCode.ERROR })
    root.end()
    expect(run.spans).toEqual([])
  })
})
