import { aggregationSchema, metricTypeSchema } from '@hanzo/schema/api'
import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the metrics page: what the catalogue shows, the metric that is open, and how it is drawn. */
export const metricsSearchParams = {
  ...timeSearchParams,
  text: parseAsString.withDefault(''),
  metric: parseAsString,
  type: parseAsStringLiteral(metricTypeSchema.options),
  aggregation: parseAsStringLiteral(aggregationSchema.options),
  groupBy: parseAsNativeArrayOf(parseAsString),
  service: parseAsNativeArrayOf(parseAsString),
  attribute: parseAsNativeArrayOf(parseAsString),
  step: parseAsInteger,
  limit: parseAsInteger.withDefault(20),
  live: parseAsBoolean.withDefault(false),
}
export type MetricsSearch = inferParserType<typeof metricsSearchParams>

export const loadMetricsSearch = createLoader(metricsSearchParams)

/** What changes with the metric: another one has other attributes and other aggregations. */
export const noMetricChoices = {
  aggregation: null,
  groupBy: null,
  service: null,
  attribute: null,
  step: null,
  limit: null,
}

/** New values of some parameters; `null` takes one back to its default. */
export type MetricsChange = { [Name in keyof MetricsSearch]?: MetricsSearch[Name] | null }
