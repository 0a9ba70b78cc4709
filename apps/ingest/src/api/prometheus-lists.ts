import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { printSample } from '../promql/evaluate/print-float.ts'
import { prometheusLabel, prometheusName, prometheusType } from '../promql/names/prometheus-names.ts'
import { parsePromql } from '../promql/parse/parse-promql.ts'
import { selectorsIn } from '../promql/parse/selectors-in.ts'
import { labelValuesMax, listAllLabelNames, listAllLabelValues } from '../query/promql/list-all-labels.ts'
import { listLabels } from '../query/promql/list-labels.ts'
import type { MetricCatalog } from '../query/promql/metric-catalog.ts'
import { readExemplars } from '../query/promql/read-exemplars.ts'
import type { QueryContext } from '../query/run-query.ts'
import { labelObject, success } from './prometheus-answers.ts'
import { boundsOf, limitOf, parametersOf, requiredText, selectorsOf } from './prometheus-parameters.ts'
import { queryContext } from './query-context.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const base = `${projectPath}/prometheus/api/v1`
const tags = ['prometheus']
const text = z.string().optional()
const matches = z.union([z.string(), z.array(z.string())]).optional()
const listSchema = z.object({ 'match[]': matches, start: text, end: text, limit: text })

interface ListParts extends TelemetryApiParts {
  catalog: MetricCatalog
}

/** An answer cut to what was asked for, which is told as Prometheus tells it. */
function limited(values: readonly unknown[], limit: number) {
  const isCut = values.length > limit
  return success(isCut ? values.slice(0, limit) : values, isCut ? ['results truncated due to limit'] : [])
}

const sortedUnique = (values: Iterable<string>): string[] => [...new Set(values)].sort()

/** What there is: names of labels and their values, series, and what metrics are. */
export const prometheusLists: FastifyPluginAsyncZod<ListParts> = async (app, parts) => {
  const asked = async (request: FastifyRequest, reply: FastifyReply) => {
    const parameters = parametersOf(request)
    const bounds = boundsOf(parameters, Date.now())
    const selectors = selectorsOf(parameters)
    const context = await queryContext(parts, request, reply)
    const labels = () => listLabels(context, parts.catalog, selectors, bounds)
    return { context, bounds, labels, isOfAll: selectors.length === 0, limit: limitOf(parameters) }
  }

  const names = async (request: FastifyRequest, reply: FastifyReply) => {
    const { context, bounds, labels, isOfAll, limit } = await asked(request, reply)
    if (isOfAll) return limited(sortedUnique(await listAllLabelNames(context, parts.catalog, bounds)), limit)
    return limited(sortedUnique((await labels()).flatMap(({ pairs }) => pairs.map(([name]) => name))), limit)
  }
  const schema = { tags, summary: 'List the names of labels', params }
  app.get(`${base}/labels`, { schema: { ...schema, querystring: listSchema } }, names)
  app.post(`${base}/labels`, { schema }, names)

  const series = async (request: FastifyRequest, reply: FastifyReply) => {
    requiredText(parametersOf(request), 'match[]')
    const { labels, limit } = await asked(request, reply)
    return limited((await labels()).map(labelObject), limit)
  }
  app.get(`${base}/series`, { schema: { tags, summary: 'List series', params, querystring: listSchema } }, series)
  app.post(`${base}/series`, { schema: { tags, summary: 'List series', params } }, series)

  app.get(
    `${base}/label/:name/values`,
    {
      schema: {
        tags,
        summary: "List a label's values",
        params: params.extend({ name: z.string().max(1000) }),
        querystring: listSchema,
      },
    },
    async (request, reply) => {
      const name = unescapedLabel(request.params.name)
      const { context, bounds, labels, isOfAll, limit: wanted } = await asked(request, reply)
      const limit = Math.min(wanted, labelValuesMax)
      if (isOfAll) {
        return limited(sortedUnique(await listAllLabelValues(context, parts.catalog, bounds, { name, limit })), limit)
      }
      const pairs = (await labels()).flatMap((one) => one.pairs)
      const valuesOf = (label: string) => pairs.flatMap((pair) => (pair[0] === label ? [pair[1]] : []))
      const values = valuesOf(name)
      // As a matcher may, who asks may call a label by its original name.
      return limited(sortedUnique(values.length > 0 ? values : valuesOf(prometheusLabel(name))), limit)
    },
  )
  metadataRoutes(app, parts)
  exemplarRoutes(app, parts)
}

const exemplarRoutes = (app: Parameters<typeof prometheusLists>[0], parts: ListParts): void => {
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const parameters = parametersOf(request)
    const selectors = selectorsIn(parsePromql(requiredText(parameters, 'query')))
    const context = await queryContext(parts, request, reply)
    const found = await readExemplars(context, parts.catalog, selectors, boundsOf(parameters, Date.now()))
    return success(
      found.map(({ labels, exemplars }) => ({
        seriesLabels: labelObject(labels),
        exemplars: exemplars.map((one) => ({
          labels: one.labels,
          value: printSample(one.value),
          timestamp: one.time / 1000,
        })),
      })),
    )
  }
  const schema = { tags, summary: 'List measurements that lead to traces', params }
  const querystring = z.object({ query: text, start: text, end: text })
  app.get(`${base}/query_exemplars`, { schema: { ...schema, querystring } }, answer)
  app.post(`${base}/query_exemplars`, { schema }, answer)
}

const lastCodePoint = 0x10_ffff

/** Labels that are no plain words stand in addresses as `U__` and their characters' hexadecimal numbers. */
const unescapedLabel = (name: string): string =>
  name.startsWith('U__')
    ? name.slice(3).replaceAll(/__|_([0-9a-fA-F]+)_/g, (written, hex?: string) => {
        if (!hex) return '_'
        const point = Number.parseInt(hex, 16)
        return point <= lastCodePoint ? String.fromCodePoint(point) : written
      })
    : name

const metadataRoutes = (app: Parameters<typeof prometheusLists>[0], parts: ListParts): void => {
  app.get(
    `${base}/metadata`,
    {
      schema: {
        tags,
        summary: 'Tell what metrics are',
        params,
        querystring: z.object({ metric: text, limit: text, limit_per_metric: text }),
      },
    },
    async (request, reply) => {
      const parameters = parametersOf(request)
      const metadata = await readMetadata(await queryContext(parts, request, reply), parts.catalog)
      const wanted = [...metadata].filter(([name]) => !parameters.get('metric') || name === parameters.get('metric'))
      const perMetric = limitOf(parameters, 'limit_per_metric')
      const entries = wanted.slice(0, limitOf(parameters)).map(([name, list]) => [name, list.slice(0, perMetric)])
      return success(Object.fromEntries(entries))
    },
  )
  // Grafana asks for both as soon as a data source is used.
  for (const [path, data] of [
    ['rules', { groups: [] }],
    ['alerts', { alerts: [] }],
  ] as const) {
    const schema = { tags, summary: `List ${path}: there are none`, params }
    app.get(`${base}/${path}`, { schema }, async (request) => {
      await parts.resolveProjectAccess(request)
      return success(data)
    })
  }
  app.get(
    `${base}/status/buildinfo`,
    { schema: { tags, summary: 'Tell which Prometheus this stands for', params } },
    async () => success({ version: '3.0.0', revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' }),
  )
}

const metadataDays = 24 * 3_600_000

async function readMetadata(context: QueryContext, catalog: MetricCatalog) {
  const now = Date.now()
  const metadata = new Map<string, { type: string; help: string; unit: string }[]>()
  for (const metric of await catalog.read(context, { from: now - metadataDays, to: now })) {
    const name = prometheusName(metric)
    const entry = { type: prometheusType(metric), help: metric.description, unit: '' }
    metadata.set(name, [...(metadata.get(name) ?? []), entry])
  }
  return metadata
}
