import { metricTypeSchema } from '@hanzo/schema/api'
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsBoolean,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { legendFigures } from '@/components/chart/series-legend-figures.ts'
import { timeSearchParams } from '@/lib/time-search-params.ts'
import { type ExplorerPart, explorerPartSchema } from './explorer-query.ts'
import { parseThreshold, writeThreshold } from './threshold.ts'

/** How results are drawn. */
export const chartKinds = ['line', 'area', 'bars', 'stat', 'table', 'heatmap'] as const
export type MetricChartKind = (typeof chartKinds)[number]

const parseAsPart = createParser<ExplorerPart>({
  parse: (text) => {
    try {
      const part = explorerPartSchema.safeParse(JSON.parse(text))
      return part.success ? part.data : null
    } catch (error) {
      if (error instanceof SyntaxError) return null
      throw error
    }
  },
  serialize: (part) => JSON.stringify(part),
  eq: (one, other) => JSON.stringify(one) === JSON.stringify(other),
})
const parseAsThreshold = createParser({ parse: parseThreshold, serialize: writeThreshold })
const parseAsCompare = createParser({
  parse: (text) => (/^(day|week|[1-9]\d{0,7})$/.test(text) ? text : null),
  serialize: (text: string) => text,
})

/** The URL of the metrics page: what the catalogue shows, what the explorer asks, and how it is drawn. */
export const metricsSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['catalogue', 'explore']),
  /** What the catalogue is searched for. */
  query: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['name', 'series', 'samples', 'lastSeen']).withDefault('name'),
  map: parseAsStringLiteral(['series', 'samples']),
  metric: parseAsString,
  type: parseAsStringLiteral(metricTypeSchema.options),
  q: parseAsNativeArrayOf(parseAsPart),
  step: parseAsInteger,
  compare: parseAsCompare,
  chart: parseAsStringLiteral(chartKinds).withDefault('line'),
  figure: parseAsStringLiteral(legendFigures).withDefault('last'),
  split: parseAsBoolean.withDefault(false),
  threshold: parseAsNativeArrayOf(parseAsThreshold),
  /** The series that are hidden, or, where fewer, those that are shown alone. */
  hide: parseAsNativeArrayOf(parseAsString),
  only: parseAsNativeArrayOf(parseAsString),
  live: parseAsBoolean.withDefault(false),
}
export type MetricsSearch = inferParserType<typeof metricsSearchParams>

export const loadMetricsSearch = createLoader(metricsSearchParams)

/** New values of some parameters; `null` takes one back to its default. */
export type MetricsChange = { [Name in keyof MetricsSearch]?: MetricsSearch[Name] | null }

/** What the page shows where the address does not say: the explorer as soon as something is asked. */
export function viewOf(search: Pick<MetricsSearch, 'view' | 'q'>): 'catalogue' | 'explore' {
  return search.view ?? (search.q.length > 0 ? 'explore' : 'catalogue')
}

/** The catalogue lists what is searched for, the explorer offers every metric. */
export function searchedIn(search: Pick<MetricsSearch, 'view' | 'q' | 'query'>): string {
  return viewOf(search) === 'catalogue' ? search.query : ''
}
