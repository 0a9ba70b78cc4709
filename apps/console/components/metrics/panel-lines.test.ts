import type { MetricQueryAnswer, MetricQueryResult } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { chartPanels, compareText, measureOf } from './panel-lines.ts'

const result = (over: Partial<MetricQueryResult>): MetricQueryResult => ({
  id: 'A',
  name: 'http.requests',
  type: 'sum',
  aggregation: 'rate',
  unit: '{request}',
  seriesTotal: 1,
  series: [{ labels: {}, values: [1, null] }],
  ...over,
})
const answer = (results: MetricQueryResult[], over: Partial<MetricQueryAnswer> = {}): MetricQueryAnswer => ({
  stepSeconds: 60,
  times: [0, 60],
  results,
  warnings: [],
  receipt: { rowsRead: 0, bytesRead: 0, elapsedMilliseconds: 0, sql: '' },
  ...over,
})
const duration = result({ id: 'B', name: 'http.duration', type: 'histogram', unit: 's', quantile: 0.999 })

describe('chartPanels', () => {
  it('puts results of one unit on one chart, and others on a chart of their own', () => {
    const panels = chartPanels(answer([result({}), duration, result({ id: 'C' })]), [], false)
    expect(panels.map(({ title }) => title)).toEqual([
      'A: rate of http.requests · C: rate of http.requests',
      'B: p99.9 of http.duration',
    ])
    expect(panels[0]?.series.map(({ key }) => key)).toEqual(['A []', 'C []'])
  })

  it('gives each result a chart where that is wanted, and no two lines of the page one colour', () => {
    const panels = chartPanels(answer([result({}), result({ id: 'C' })]), [], true)
    expect(panels).toHaveLength(2)
    expect(new Set(panels.flatMap(({ series }) => series.map(({ color }) => color))).size).toBe(2)
  })

  it('gives services that are drawn together colours that differ', () => {
    const series = ['checkout', 'search', 'mail'].map((name) => ({ labels: { 'service.name': name }, values: [1] }))
    const [panel] = chartPanels(answer([result({ series })]), [], false)
    expect(new Set(panel?.series.map(({ color }) => color)).size).toBe(3)
    expect(panel?.series.map(({ label }) => label)).toEqual(['checkout', 'search', 'mail'])
  })

  it('puts beside each line what it is compared with, in its colour', () => {
    const series = [{ labels: {}, values: [1, 2], compared: [3, 4] }]
    const [panel] = chartPanels(answer([result({ series })], { compareSeconds: 86_400 }), [], false)
    expect(panel?.series.map(({ label, isPast, values }) => [label, isPast, values])).toEqual([
      ['rate of http.requests', undefined, [1, 2]],
      ['rate of http.requests, a day before', true, [3, 4]],
    ])
    expect(panel?.series[0]?.color).toBe(panel?.series[1]?.color)
  })

  it('writes a formula in the unit of its row', () => {
    const formula = { id: 'F1', expression: 'A / B', unit: '', seriesTotal: 1, series: [{ labels: {}, values: [0.5] }] }
    const [panel] = chartPanels(answer([formula]), [{ id: 'F1', expression: 'A / B', unit: '%' }], false)
    expect(panel?.format.value(12)).toBe('12 %')
  })
})

describe('words', () => {
  it('name quantiles and times before', () => {
    expect(measureOf({ quantile: 0.5 })).toBe('p50')
    expect(measureOf({ quantile: 0.9999 })).toBe('p99.99')
    expect([3600, 7200, 86_400, 604_800, 90].map(compareText)).toEqual([
      'an hour before',
      '2 hours before',
      'a day before',
      'a week before',
      '90 seconds before',
    ])
  })
})
