import { expect } from 'vitest'
import { section } from './promise.ts'
import { readGuide } from './read-guide.ts'
import { named } from './signals.ts'
import type { RunningGuide } from './start-guide.ts'

type Line = Record<string, unknown>

/** The JSON lines among what a program printed. */
const jsonLines = (stdout: string): Line[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)

/** The guide's first programs, and its page on local development. */
export function testBasics(guide: () => RunningGuide): void {
  section('Overview', (promise) => {
    promise(
      [
        'The telemetry system provides:',
        'Distributed tracing with OpenTelemetry',
        'Structured logging with Winston',
        'Metrics collection (counters, gauges, histograms)',
        'Session tracking',
        'Error tracking and reporting',
        'Performance monitoring',
      ],
      'one run of a network leaves spans, logs, metrics and durations of one service',
      async () => {
        await guide().run('Network Telemetry')
        const { stored } = guide()
        const spans = await stored.spans('guide-network', (all) => all.length >= 6)
        const logs = await stored.logs('guide-network', (all) => all.some(({ body }) => body === 'Network executed'))
        const metrics = await stored.metrics('guide-network', (all) => named(all, 'network.iterations').length > 0)
        expect(spans.every(({ durationMs }) => durationMs > 0)).toBe(true)
        expect(logs.map(({ body }) => body)).toContain('Agent executed')
        expect(new Set(metrics.map(({ type }) => type))).toEqual(new Set(['sum', 'histogram']))
      },
    )
  })

  section('Telemetry & Observability', (promise) => {
    promise(
      "@hanzo/ai includes comprehensive telemetry and observability features that integrate seamlessly with Hanzo Cloud's monitoring platform.",
      'what it sends, the platform takes without a complaint',
      async () => {
        const { code, stderr } = await guide().run('Network Telemetry')
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      },
    )
  })

  section('Local Telemetry', (promise) => {
    promise(
      ['Create a basic telemetry instance', 'Use with agents'],
      'the run given it by `context` is recorded by it, and nothing leaves the process',
      async () => {
        const { told, stdout } = await guide().run('Local Telemetry')
        expect(told).toEqual({ 'result.text': 'You are welcome.' })
        const executed = jsonLines(stdout).find(({ message }) => message === 'Agent executed')
        expect(executed).toMatchObject({ agent: 'my-agent', success: true, level: 'info' })
        expect(await guide().stored.count('my-ai-service')).toBe(0)
      },
    )
  })

  section('Hanzo Cloud Integration', (promise) => {
    promise(
      'Initialize Hanzo Cloud telemetry',
      'spans and logs arrive in the project, from a resource with the name, version and environment it was given',
      async () => {
        const { code, stderr } = await guide().run('Hanzo Cloud Integration')
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
        const spans = await guide().stored.spans('customer-support-ai', (all) => all.length === 1)
        expect(spans.map(({ name }) => name)).toEqual(['first_span'])
        const logs = await guide().stored.logs('customer-support-ai', (all) => all.length === 1)
        expect(logs.map(({ body }) => body)).toEqual(['a first record'])
        expect(await guide().stored.resource('customer-support-ai')).toMatchObject({
          'service.name': 'customer-support-ai',
          'service.version': '1.0.0',
          'deployment.environment.name': 'production',
          'hanzo.project.id': 'default',
          'telemetry.distro.name': '@hanzo/ai',
        })
      },
    )
  })

  section('Local Development', (promise) => {
    promise(
      'In development, telemetry outputs to console with structured JSON:',
      "each line is one object; a run's line begins with the keys of the guide's example, in its order and of its types",
      async () => {
        const { stdout } = await guide().run('Local Telemetry')
        const example = readGuide().snippets.find(({ language }) => language === 'json')
        const expected = JSON.parse(example?.text ?? '') as Line
        const lines = stdout.trim().split('\n')
        const executed = lines.map((line) => JSON.parse(line) as Line).find(({ agent }) => agent === 'my-agent')
        const keys = Object.keys(expected)
        expect(Object.keys(executed ?? {}).slice(0, keys.length)).toEqual(keys)
        expect(keys.map((key) => typeof executed?.[key])).toEqual(keys.map((key) => typeof expected[key]))
        expect(executed).toMatchObject({ message: expected.message, level: expected.level, success: true })
        expect(executed?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        expect(executed?.trace_id).toMatch(/^[0-9a-f]{32}$/)
        expect(executed?.span_id).toMatch(/^[0-9a-f]{16}$/)
        expect(Number.isInteger(executed?.duration)).toBe(true)
      },
    )
  })
}
