import type { MetricType } from '@hanzo/schema/api'
import { z } from 'zod'
import { metricNameLabel } from '../../promql/evaluate/labels.ts'
import { namedParts, prometheusLabel } from '../../promql/names/prometheus-names.ts'
import { SERIES_ALIVE, SERIES_DAYS } from '../metrics/series-days.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { seriesMax } from './find-series.ts'
import { prometheusLabelSql } from './label-sql.ts'
import { type MetricCatalog, noticeMilliseconds, type PromqlBounds } from './metric-catalog.ts'
import { partLabelValues } from './part-labels.ts'
import { readTargets, type Target } from './target-info.ts'

/** Values of one label that are listed at most. */
export const labelValuesMax = 100_000

const SERIES = `${scoped('metric_series')}
  AND ${SERIES_DAYS}
  AND ${SERIES_ALIVE}`

const NAMES = `
SELECT
  groupUniqArrayArray(mapKeys(mapFilter((key, value) -> value != '', attributes))) AS keys,
  max(service_name != '') AS hasService,
  max(scope_name != '') AS hasScopeName,
  max(scope_version != '') AS hasScopeVersion
FROM ${SERIES}`

const namesRow = z.object({
  keys: z.array(z.string()),
  hasService: z.number(),
  hasScopeName: z.number(),
  hasScopeVersion: z.number(),
})

/** Attributes that share a label are joined in the order of their keys, as `attributeLabels` does it. */
const ATTRIBUTE = `arrayStringConcat(arrayMap(pair -> pair.2, arraySort(arrayFilter(
    pair -> ${prometheusLabelSql('pair.1')} = {label:String},
    arrayZip(mapKeys(attributes), mapValues(attributes))))), ';')`

/** Labels that are told from columns; attributes of their names are overwritten. */
const columns = new Map([
  ['otel_scope_name', 'scope_name'],
  ['otel_scope_version', 'scope_version'],
])
const labelledTypes = new Map<string, readonly MetricType[]>([
  ['le', ['histogram', 'exponential_histogram']],
  ['quantile', ['summary']],
])

/** `job` and `instance`, as `targetLabels` has them, of whoever sends a series. */
const ofSender = new Map([
  ['job', `concat(attributes['service.namespace'], if(attributes['service.namespace'] = '', '', '/'), service_name)`],
  ['instance', `attributes['service.instance.id']`],
])

const SENDERS = `(
  SELECT service_name, of_resource.attributes AS attributes
  FROM (SELECT DISTINCT service_name, resource_id FROM ${SERIES}) AS own
  ANY LEFT JOIN (SELECT resource_id, attributes FROM ${scoped('resources')}) AS of_resource
    ON own.resource_id = of_resource.resource_id
)`

const valuesSql = (value: string, from: string): string => `
SELECT DISTINCT ${value} AS value
FROM ${from}
ORDER BY value
LIMIT {limit:UInt32}`

const valuesRow = z.object({ value: z.string() })

/** The names of all labels in a range, without reading a series: there may be more of them than one selector may find. */
export async function listAllLabelNames(
  context: QueryContext,
  catalog: MetricCatalog,
  bounds: PromqlBounds,
): Promise<Set<string>> {
  const [metrics, targets, { rows }] = await Promise.all([
    catalog.read(context, bounds),
    readTargets(context, bounds, seriesMax),
    runQuery(context, { sql: NAMES, params: seriesBounds(bounds), row: namesRow }),
  ])
  const names = new Set(namesOf(targets))
  if (metrics.length > 0) names.add(metricNameLabel)
  for (const { part } of metrics.flatMap(namedParts)) {
    if (part === 'bucket') names.add('le')
    if (part === 'quantile') names.add('quantile')
  }
  for (const { keys, hasService, hasScopeName, hasScopeVersion } of rows) {
    for (const key of keys) names.add(prometheusLabel(key))
    if (hasService) names.add('job')
    if (hasScopeName) names.add('otel_scope_name')
    if (hasScopeVersion) names.add('otel_scope_version')
  }
  return names
}

/**
 * The values of a label in a range, without reading a series.
 * @param name as Prometheus or as OpenTelemetry has it.
 * @returns enough to tell whether there are more than `limit`.
 */
export async function listAllLabelValues(
  context: QueryContext,
  catalog: MetricCatalog,
  bounds: PromqlBounds,
  { name, limit }: { name: string; limit: number },
): Promise<Set<string>> {
  const label = prometheusLabel(name)
  const targets = await readTargets(context, bounds, seriesMax)
  const values = new Set(valuesOf(targets, label))
  if (label === metricNameLabel) {
    for (const { translated } of (await catalog.read(context, bounds)).flatMap(namedParts)) values.add(translated)
    return values
  }
  const { rows } = await runQuery(context, {
    sql: sqlFor(label),
    params: { ...seriesBounds(bounds), ...(isAttribute(label) && { label }), limit: limit + 2 },
    row: valuesRow,
  })
  for (const { value } of rows) if (value !== '') values.add(value)
  const types = new Set((await catalog.read(context, bounds)).map(({ type }) => type))
  for (const type of labelledTypes.get(label) ?? []) {
    if (!types.has(type)) continue
    for (const value of await partLabelValues(context, { type }, bounds)) values.add(value)
  }
  return values
}

const isAttribute = (label: string): boolean => !(columns.has(label) || ofSender.has(label))

function sqlFor(label: string): string {
  const sender = ofSender.get(label)
  return sender === undefined ? valuesSql(columns.get(label) ?? ATTRIBUTE, SERIES) : valuesSql(sender, SENDERS)
}

const seriesBounds = ({ from, to }: PromqlBounds) => ({ from: Math.max(0, from - noticeMilliseconds), to })

const namesOf = (targets: readonly Target[]): string[] =>
  targets.flatMap(({ labels }) => labels.pairs.map(([name]) => name))

const valuesOf = (targets: readonly Target[], label: string): string[] =>
  targets.flatMap(({ labels }) => labels.pairs.flatMap(([name, value]) => (name === label ? [value] : [])))
