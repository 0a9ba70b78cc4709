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
  serviceSeries: [1],
  seriesCount: 1,
  sampleCount: 0,
  samplesPerSecond: 0,
  firstSeenUnixSeconds: 0,
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
    expect(chosenMetric(metrics, { metric: 'http.duration', type: 'gauge' })?.type).toBe('gauge')
    expect(chosenMetric(metrics, { metric: 'http.duration', type: null })?.type).toBe('histogram')
  })

  it('takes none where the URL names none, or one that was not sent', () => {
    expect(chosenMetric(metrics, { metric: null, type: null })).toBeUndefined()
    expect(chosenMetric(metrics, { metric: 'gone', type: null })).toBeUndefined()
  })
})
