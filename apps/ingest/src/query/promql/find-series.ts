import { matcherTest } from '../../promql/evaluate/label-pattern.ts'
import { type Labels, labelValue, metricNameLabel } from '../../promql/evaluate/labels.ts'
import { type MetricPart, namedParts, prometheusLabel } from '../../promql/names/prometheus-names.ts'
import { attributeLabels, type NameStyle, seriesLabels } from '../../promql/names/series-labels.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import { PromqlError } from '../../promql/promql-error.ts'
import type { QueryContext } from '../run-query.ts'
import type { WantedSeries } from './collector.ts'
import type { CatalogMetric, MetricCatalog, PromqlBounds } from './metric-catalog.ts'
import { metricKey, type NotedSeries, readSeries } from './read-series.ts'

/** Series that one selector may find. */
export const seriesMax = 20_000
/** Series that one selector may look through: the engine leaves out only what an equality cannot match. */
const notedMax = 100_000
const metricsPerRead = 500
/** Expressions of labels take their time. */
const seriesPerTurn = 500

/** A metric, and which of its parts are asked for under which name. */
interface MetricChoice {
  metric: CatalogMetric
  parts: { part: MetricPart; name: string; style: NameStyle }[]
}

export interface FoundMetric {
  metric: CatalogMetric
  wanted: WantedSeries[]
}

interface Test {
  name: string
  passes(value: string): boolean
}

export const testsOf = (matchers: readonly Matcher[]): Test[] =>
  matchers.map((matcher) => ({ name: matcher.name, passes: matcherTest(matcher) }))

const partLabels = new Set(['le', 'quantile'])

/**
 * Finds the series that pass all matchers, by the names that Prometheus would give them; a name that is asked for as
 * OpenTelemetry writes it finds series with its names throughout.
 * @throws {PromqlError} for more series than one selector may find, or look through.
 */
export async function findSeries(
  context: QueryContext,
  catalog: MetricCatalog,
  matchers: readonly Matcher[],
  bounds: PromqlBounds,
): Promise<FoundMetric[]> {
  const found: FoundMetric[] = []
  const tests = testsOf(matchers)
  let [noted, total] = [0, 0]
  const choices = chooseMetrics(await catalog.read(context, bounds), matchers)
  for (let at = 0; at < choices.length; at += metricsPerRead) {
    const some = choices.slice(at, at + metricsPerRead)
    const ofMetric = new Map(
      some.map((choice) => [metricKey(choice.metric), { ...choice, wanted: [] as WantedSeries[] }]),
    )
    const names = [...new Set(some.map(({ metric }) => metric.name))]
    const series = await readSeries(context, names, bounds, { matchers, limit: notedMax - noted + 1 })
    noted += series.length
    if (noted > notedMax) throw tooMany(`looks through more than ${notedMax} series`)
    for (const [index, one] of series.entries()) {
      if (index % seriesPerTurn === seriesPerTurn - 1) await letOthersRun(context)
      const choice = ofMetric.get(one.metricKey)
      const wanted = choice ? wantedParts(choice, one, tests) : []
      total += wanted.length
      if (total > seriesMax) throw tooMany(`finds more than ${seriesMax} series`)
      choice?.wanted.push(...wanted)
    }
    found.push(...[...ofMetric.values()].filter(({ wanted }) => wanted.length > 0))
  }
  return found
}

const tooMany = (what: string): PromqlError =>
  new PromqlError('execution', `the selector ${what}: name the metric, or add matchers that tell fewer of them`)

async function letOthersRun({ signal }: QueryContext): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  if (signal?.aborted) throw new PromqlError('canceled', 'query was canceled while its series were looked for')
}

function chooseMetrics(metrics: readonly CatalogMetric[], matchers: readonly Matcher[]): MetricChoice[] {
  const names = matchers.filter(({ name }) => name === metricNameLabel)
  const tests = testsOf(names)
  const exact = new Set(names.flatMap(({ operator, value }) => (operator === '=' ? [value] : [])))
  const passes = (name: string) => tests.every((test) => test.passes(name))
  const choices: MetricChoice[] = []
  for (const metric of metrics) {
    const parts = namedParts(metric).flatMap(({ part, translated, original }): MetricChoice['parts'] => {
      if (passes(translated)) return [{ part, name: translated, style: 'translated' }]
      return exact.has(original) && passes(original) ? [{ part, name: original, style: 'original' }] : []
    })
    if (parts.length > 0) choices.push({ metric, parts })
  }
  return choices
}

function wantedParts({ parts }: MetricChoice, series: NotedSeries, tests: readonly Test[]): WantedSeries[] {
  return parts.flatMap(({ part, name, style }) => {
    const labels = seriesLabels(name, series.attributes, series, style)
    const isLabelled = part === 'bucket' || part === 'quantile'
    const own = isLabelled ? tests.filter((test) => !partLabels.has(test.name)) : tests
    if (!own.every((test) => test.passes(valueUnderAnyName(labels, series, test.name)))) return []
    const passes = (label: string, value: string) =>
      tests.every((test) => !partLabels.has(test.name) || test.passes(test.name === label ? value : ''))
    return [{ id: series.id, isDelta: series.isDelta, part, labels, passes }]
  })
}

/** A matcher may call a label by either of its names. */
function valueUnderAnyName(labels: Labels, { attributes }: NotedSeries, name: string): string {
  const value = labelValue(labels, name)
  if (value !== '') return value
  const style = name === prometheusLabel(name) ? 'translated' : 'original'
  return attributeLabels(attributes, style).get(name) ?? ''
}
