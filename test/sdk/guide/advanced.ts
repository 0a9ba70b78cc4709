import { once } from 'node:events'
import { expect } from 'vitest'
import { section } from './promise.ts'
import { named } from './signals.ts'
import type { RunningGuide } from './start-guide.ts'

type Connection = { ok: boolean; problem?: string }

/** The guide's troubleshooting and its advanced features. */
export function testAdvanced(guide: () => RunningGuide): void {
  const troubleshoot = async () => (await guide().run('troubleshooting')).told as Record<string, Connection>

  section('Missing Traces', (promise) => {
    promise(['Check:', 'Telemetry is enabled'], 'checkConnection says when it is not', async () => {
      expect((await troubleshoot()).fine).toMatchObject({ ok: true })
      expect((await troubleshoot()).disabled).toMatchObject({ ok: false, problem: 'disabled' })
    })
    promise('API key is valid', 'checkConnection says when it is not', async () => {
      expect((await troubleshoot()).unauthorized).toMatchObject({ ok: false, problem: 'unauthorized' })
    })
    promise('Network connectivity to Hanzo Cloud', 'checkConnection says when there is none', async () => {
      expect((await troubleshoot()).unreachable).toMatchObject({ ok: false, problem: 'unreachable' })
    })
    promise('Proper span nesting', 'a span inside `trace` is below it without being told so', async () => {
      await guide().run('Create Meaningful Spans')
      const spans = await guide().stored.spans('guide-spans', (all) => all.length === 4)
      expect(spans.filter(({ parentSpanId }) => parentSpanId === '')).toHaveLength(1)
    })
  })

  section('High Memory Usage', (promise) => {
    promise('Reduce span attributes', 'long values are cut at the length that was set', async () => {
      await troubleshoot()
      const [span] = named(await guide().stored.spans('guide-limits', (all) => all.length >= 1), 'long_value')
      expect(span?.attributes.text?.length).toBeLessThan(200)
    })
    promise(['Enable sampling', 'Decrease batch size'], 'both are options', async () => {
      expect((await guide().run('troubleshooting')).code).toBe(0)
      expect((await guide().run('performance')).code).toBe(0)
    })
    promise('Check for span leaks', 'stats() counts the spans that are open', async () => {
      expect((await troubleshoot()).open).toBe(1)
    })
  })

  section('Debug Mode', (promise) => {
    promise('Enable debug logging:', 'each export is printed, with its status; the key never is', async () => {
      const { stdout, stderr } = await guide().run('Debug Mode')
      const printed = stdout + stderr
      expect(printed).toContain('seen_in_debug')
      expect(printed).toMatch(/export of traces: 1 spans, \d+ bytes, status 200/)
      expect(printed).not.toContain(guide().platform.apiKey)
      expect(printed).toContain(`${guide().platform.apiKey.slice(0, 4)}…`)
    })
  })

  section('Custom Span Processors', (promise) => {
    promise('Add custom processing', 'a processor of sdk-trace-base 2.x gets every span from then on', async () => {
      const { told } = await guide().run('Custom Span Processors')
      expect(told).toEqual({ names: ['after_it_was_added'] })
      const spans = await guide().stored.spans('guide-processors', (all) => all.length === 2)
      expect(spans.map(({ name }) => name)).toEqual(['before_it_was_added', 'after_it_was_added'])
    })
  })

  section('Context Propagation', (promise) => {
    promise(
      ['Get trace context for external services', 'Make external request with trace context'],
      'another process joins the trace and the session by the headers it got',
      async () => {
        const second = guide().start('second-service')
        const isOver = once(second, 'exit')
        const url = await new Promise<string>((resolve, reject) => {
          let printed = ''
          second.stderr?.on('data', (chunk) => {
            printed += String(chunk)
            const port = printed.match(/listening on (\d+);/)?.[1]
            if (port) resolve(`http://127.0.0.1:${port}/`)
          })
          second.once('exit', (code) => reject(new Error(`the second service ended with ${code}: ${printed}`)))
        })
        expect((await guide().run('Context Propagation', { SECOND_SERVICE_URL: url })).code).toBe(0)
        expect((await isOver)[0]).toBe(0)
        const [caller] = await guide().stored.spans('guide-caller', (all) => all.length === 1)
        const [callee] = await guide().stored.spans('guide-callee', (all) => all.length === 1)
        expect(callee).toMatchObject({ name: 'serve_request', traceId: caller?.traceId, parentSpanId: caller?.spanId })
        expect([caller?.sessionId, callee?.sessionId]).toEqual(Array(2).fill('session-of-the-caller'))
        const [log] = await guide().stored.logs('guide-callee', (all) => all.length === 1)
        expect(log).toMatchObject({ traceId: caller?.traceId, spanId: callee?.spanId })
      },
    )
  })

  section('Multi-Region Support', (promise) => {
    promise('Auto-detected from environment', 'the region that was named is on the resource', async () => {
      const { told } = await guide().run('Multi-Region Support', {
        HANZO_CLOUD_REGION: 'eu-west-1',
        OTEL_SERVICE_NAME: 'in-europe',
      })
      expect(told).toEqual({ 'telemetry.region': 'eu-west-1' })
      expect((await guide().stored.resource('in-europe'))['hanzo.cloud.region']).toBe('eu-west-1')
    })
    promise([], 'without a name of its own it is what the hosting service says', async () => {
      const { told } = await guide().run('Multi-Region Support', {
        AWS_REGION: 'us-west-2',
        OTEL_SERVICE_NAME: 'in-aws',
      })
      expect(told).toEqual({ 'telemetry.region': 'us-west-2' })
      expect((await guide().stored.resource('in-aws'))['hanzo.cloud.region']).toBe('us-west-2')
    })
  })
}
