import type { MetricSummary } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { chosenMetric, matchingMetrics } from './choose-metric.ts'

const metric = (name: string, over: Partial<MetricSummary> = {}): MetricSummary => ({
  name,
  type: 'gauge',
  unit: '1',
  description: '',
  temporality: 'unspecified',
  isMonotonic: false,
  serviceNames: ['api'],
  seriesCount: 1,
  lastSeenUnixSeconds: 0,
  ...over,
})

const metrics = [
  metric('queue.depth'),
  metric('http.duration', { type: 'histogram', serviceNames: ['web'] }),
  metric('http.duration'),
]

describe('matchingMetrics', () => {
  it('needs every word, in the name, description, unit or a service', () => {
    expect(matchingMetrics(metrics, 'HTTP web').map(({ type }) => type)).toEqual(['histogram'])
    expect(matchingMetrics(metrics, 'depth web')).toEqual([])
    expect(matchingMetrics(metrics, ' ').map(({ name }) => name)).toEqual([
      'http.duration',
      'http.duration',
      'queue.depth',
    ])
  })
})

describe('chosenMetric', () => {
  it('takes the one of the URL, by type where a name has several', () => {
    expect(chosenMetric(metrics, [], { metric: 'http.duration', type: 'gauge' })?.type).toBe('gauge')
    expect(chosenMetric(metrics, [], { metric: 'http.duration', type: null })?.type).toBe('histogram')
  })

  it('takes the first that shows where the URL names none, and none for a name that was not sent', () => {
    expect(chosenMetric(metrics, metrics, { metric: null, type: null })?.name).toBe('queue.depth')
    expect(chosenMetric(metrics, metrics, { metric: 'gone', type: null })).toBeUndefined()
  })
})
