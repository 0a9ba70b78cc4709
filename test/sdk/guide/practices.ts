import { once } from 'node:events'
import { expect } from 'vitest'
import { section } from './promise.ts'
import { byTags, named } from './signals.ts'
import type { RunningGuide } from './start-guide.ts'

type Stats = { spans: { exported: number; open: number; dropped: Record<string, number> } } & {
  metrics: { exported: number }
  buffer: { bytes: number; maxBytes: number }
}

/** The guide's best practices, and its page on performance. */
export function testPractices(guide: () => RunningGuide): void {
  section('Use Structured Attributes', (promise) => {
    promise([], 'the attributes stand on the span under the names they were given', async () => {
      await guide().run('Use Structured Attributes')
      const [span] = await guide().stored.spans('guide-attributes', (all) => all.length === 1)
      expect(span?.attributes).toMatchObject({
        'user.id': 'user-1',
        'user.tier': 'premium',
        'request.type': 'chat',
        'request.model': 'gpt-4',
      })
    })
  })

  section('Create Meaningful Spans', (promise) => {
    promise([], 'nested traces nest, around synchronous and asynchronous functions alike', async () => {
      await guide().run('Create Meaningful Spans')
      const spans = await guide().stored.spans('guide-spans', (all) => all.length === 4)
      const [root] = named(spans, 'user_request')
      const children = spans.filter((span) => span !== root)
      expect(root).toMatchObject({ parentSpanId: '' })
      expect(children.map(({ name }) => name).sort()).toEqual(['format_response', 'process_with_ai', 'validate_input'])
      for (const child of children) expect(child).toMatchObject({ parentSpanId: root?.spanId, traceId: root?.traceId })
    })
  })

  section('Track Business Metrics', (promise) => {
    promise('Track business-relevant metrics', 'amounts keep their fractions, and all their tags', async () => {
      await guide().run('Track Business Metrics')
      const metrics = await guide().stored.metrics('guide-business', (all) => all.length === 2)
      const tags = { currency: 'USD', paymentMethod: 'stripe' }
      expect(byTags(metrics, 'revenue.processed', tags)).toMatchObject({ type: 'sum', value: 49.9 })
      expect(byTags(metrics, 'customer.satisfaction', { surveyType: 'nps' })).toMatchObject({ type: 'gauge', value: 9 })
    })
  })

  section('Use Session Context', (promise) => {
    promise('Link related operations', 'every message of the conversation has the session of its start', async () => {
      const { told } = await guide().run('Use Session Context')
      const spans = await guide().stored.spans('guide-conversation', (all) => all.length === 3)
      const logs = await guide().stored.logs('guide-conversation', (all) => all.length === 3)
      expect([...spans, ...logs].map(({ sessionId }) => sessionId)).toEqual(Array(6).fill(told.sessionId))
      expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3)
    })
  })

  section('Proper Cleanup', (promise) => {
    promise(
      'Always flush telemetry before shutdown',
      'SIGTERM sends what waited, and the process ends with 0',
      async () => {
        const child = guide().start('Proper Cleanup')
        let printed = ''
        child.stderr?.on('data', (chunk) => {
          printed += String(chunk)
          if (printed.includes('waiting for SIGTERM')) child.kill('SIGTERM')
        })
        const [code] = await once(child, 'exit')
        expect(code, printed).toBe(0)
        const spans = await guide().stored.spans('guide-cleanup', (all) => all.length === 1)
        expect(spans.map(({ name }) => name)).toEqual(['last_work'])
      },
    )
  })

  section('Performance Impact', (promise) => {
    const told = async () => (await guide().run('performance')).told as Record<string, Stats> & { shutdownMs: number }
    promise(
      ['The telemetry system is designed for minimal overhead:', 'Async span processing'],
      'a span is not sent by the code that records it, and is sent by a flush',
      async () => {
        const { before, after } = await told()
        expect(before?.spans.exported).toBe(0)
        expect(after?.spans.exported).toBe(1)
      },
    )
    promise('Batched metric collection', 'a thousand additions are one point', async () => {
      await told()
      const metrics = await guide().stored.metrics('guide-performance', (all) => all.length > 0)
      expect(named(metrics, 'batched')).toMatchObject([{ value: 1000, count: 1 }])
    })
    promise('Configurable sampling', 'a tenth of the traces is sent, and every one that failed', async () => {
      await told()
      const spans = await guide().stored.spans('guide-sampling', (all) => named(all, 'failing').length === 50)
      expect(named(spans, 'failing')).toHaveLength(50)
      // 4950 trials with 0.1: 495 ± 5 standard deviations.
      expect(Math.abs(named(spans, 'fine').length - 495)).toBeLessThan(106)
    })
    promise(
      'Automatic span pruning',
      'of 1200 equal children 100 are sent, and the parent tells of the others',
      async () => {
        await told()
        const spans = await guide().stored.spans('guide-pruning', (all) => named(all, 'parent').length === 1)
        expect(named(spans, 'child')).toHaveLength(100)
        expect(named(spans, 'parent')[0]?.attributes['hanzo.pruned.count']).toBe('1100')
      },
    )
    promise(
      'Efficient memory usage',
      'what cannot be sent takes no more than its limit, the rest is counted',
      async () => {
        const { waiting, lost, shutdownMs } = await told()
        expect(waiting?.buffer).toMatchObject({ maxBytes: 65_536 })
        expect(waiting?.buffer.bytes).toBeLessThanOrEqual(65_536)
        const dropped = Object.values(lost?.spans.dropped ?? {}).reduce((sum, count) => sum + count, 0)
        expect(dropped).toBe(5000)
        expect(shutdownMs).toBeLessThan(5_100)
      },
    )
    promise('Disable in performance-critical paths:', 'disabled, it runs the code and does nothing else', async () => {
      const disabled = await guide().run('Performance Impact', { NODE_ENV: 'development' })
      expect(disabled.told).toEqual({ 'telemetry.enabled': false, answer: 42, timers: 0 })
      expect(disabled.stdout).toBe('')
      const enabled = await guide().run('Performance Impact', { NODE_ENV: 'production' })
      expect(enabled.told).toMatchObject({ 'telemetry.enabled': true, answer: 42 })
      expect(enabled.stdout).toContain('from the hot path')
    })
  })
}
