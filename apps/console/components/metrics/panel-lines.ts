import type { MetricQueryAnswer, MetricQueryResult } from '@hanzo/schema/api'
import type { ChartSeries } from '@/components/chart/chart-series.ts'
import { servicePalette } from '../../lib/service-palette.ts'
import { serviceColors } from '../trace/service-colors.ts'
import { type ExplorerPart, isFormula } from './explorer-query.ts'
import { type ValueFormat, valueFormat } from './metric-value.ts'
import { seriesKey, seriesLabel } from './series-label.ts'

/** A line of the explorer: what a chart draws, and what it came from. */
export interface PanelSeries extends ChartSeries {
  resultId: string
  labels: Record<string, string>
}

/** Results that share one scale. */
export interface ChartPanel {
  key: string
  title: string
  format: ValueFormat
  /** Unix seconds, of all series. */
  times: readonly number[]
  series: PanelSeries[]
  results: MetricQueryResult[]
}

/** What a result is called: `p95 of http.server.duration`, or the formula. */
export function resultTitle(result: MetricQueryResult): string {
  if (result.expression !== undefined) return result.expression
  return `${measureOf(result)} of ${result.name}`
}

/** The aggregation in a word: `rate`, `p95`, `p99.9`. */
export function measureOf({ aggregation, quantile }: Pick<MetricQueryResult, 'aggregation' | 'quantile'>): string {
  return quantile === undefined ? (aggregation ?? '') : `p${Number((quantile * 100).toFixed(4))}`
}

/** How values of a result are written; a formula has the unit that its row says. */
export function resultFormat(result: MetricQueryResult, parts: readonly ExplorerPart[]): ValueFormat {
  const part = parts.find(({ id }) => id === result.id)
  if (result.expression !== undefined) return valueFormat(part && isFormula(part) ? (part.unit ?? '') : '', null)
  return valueFormat(result.unit, result.quantile === undefined ? (result.aggregation ?? null) : null)
}

/** How long before in words: `a day before`. */
export function compareText(seconds: number): string {
  const units = [
    [604_800, 'week'],
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const
  const [size, name] = units.find(([length]) => seconds % length === 0) ?? [1, 'second']
  const count = seconds / size
  return count === 1 ? `${name === 'hour' ? 'an' : 'a'} ${name} before` : `${count} ${name}s before`
}

/**
 * The charts for an answer: results of one unit share a chart, unless each is to have its own. Two scales on one chart
 * would let lines cross where nothing does.
 */
export function chartPanels(answer: MetricQueryAnswer, parts: readonly ExplorerPart[], split: boolean): ChartPanel[] {
  const panels = new Map<string, ChartPanel>()
  const isOnly = answer.results.length === 1
  let drawn = 0
  for (const result of answer.results) {
    const format = resultFormat(result, parts)
    const key = split ? result.id : `${format.caption} ${format.value(1)} ${format.value(123_456)}`
    const panel = panels.get(key) ?? { key, title: '', format, times: answer.times, series: [], results: [] }
    panel.results.push(result)
    panel.series.push(...linesOf(result, { answer, isOnly, offset: drawn }))
    panel.title = panel.results.map((one) => (isOnly ? resultTitle(one) : `${one.id}: ${resultTitle(one)}`)).join(' · ')
    panels.set(key, panel)
    drawn += result.series.length
  }
  return [...panels.values()]
}

interface LineOptions {
  answer: MetricQueryAnswer
  isOnly: boolean
  /** Lines that were drawn before: colours go on from there. */
  offset: number
}

function linesOf(result: MetricQueryResult, { answer, isOnly, offset }: LineOptions): PanelSeries[] {
  // Lines by service have the colours of the services, as far as those differ.
  const bySingle = result.series.every(({ labels }) => Object.keys(labels).join() === 'service.name')
  const services = serviceColors(bySingle ? result.series.map(({ labels }) => labels['service.name'] ?? '') : [])
  return result.series.flatMap(({ labels, values, compared }, index) => {
    const name = Object.keys(labels).length === 0 ? resultTitle(result) : seriesLabel(labels, measureOf(result))
    const label = isOnly ? name : `${result.id} · ${name}`
    const service = isOnly ? services.get(labels['service.name'] ?? '') : undefined
    const color = service ?? servicePalette[(offset + index) % servicePalette.length] ?? ''
    const key = `${result.id} ${seriesKey(labels)}`
    const line = { key, label, color, values, resultId: result.id, labels }
    if (!compared) return [line]
    const past = `${label}, ${compareText(answer.compareSeconds ?? 0)}`
    return [line, { ...line, key: `${key} past`, label: past, values: compared, isPast: true }]
  })
}
