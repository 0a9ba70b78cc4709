import {
  attributeKeyListSchema,
  attributeValueListSchema,
  facetListSchema,
  logHistogramSchema,
  logListSchema,
  logPatternListSchema,
  metricAttributesSchema,
  metricExemplarsSchema,
  metricHeatmapSchema,
  metricListSchema,
  metricQueryAnswerSchema,
  metricSeriesSchema,
  operationListSchema,
  serviceListSchema,
  serviceMapSchema,
  serviceRedSchema,
  spanDifferencesSchema,
  spanGroupListSchema,
  spanHeatmapSchema,
  spanHistogramSchema,
  spanListSchema,
  spanRedSchema,
  traceExemplarsSchema,
  traceListSchema,
} from '@hanzo/schema/api'
import type { z } from 'zod'
import { traceIdOf } from '../../fixtures/rows.ts'

/** Every route that answers with more than a single record, below its project's path, with what it answers and is posted. */
export const everyRead: readonly [path: string, schema: z.ZodType, body?: object][] = [
  ['/spans', spanListSchema],
  ['/spans?attribute=http.route=/pay&text=card&status=error', spanListSchema],
  ['/spans?columns=service&columns=http.route&columns=k8s.pod.name&columns=scope.s', spanListSchema],
  ['/spans/groups?groupBy=service', spanGroupListSchema],
  ['/spans/groups?groupBy=k8s.pod.name&groupBy=http.route', spanGroupListSchema],
  ['/spans/histogram', spanHistogramSchema],
  ['/spans/histogram?text=card', spanHistogramSchema],
  ['/spans/facets', facetListSchema],
  ['/spans/facets?text=e', facetListSchema],
  ['/traces?status=running&status=error', traceListSchema],
  ['/traces', traceListSchema],
  ['/traces?rootOnly=true', traceListSchema],
  ['/logs', logListSchema],
  ['/logs?attribute=k8s.pod.name=secret-0', logListSchema],
  [`/logs?traceId=${traceIdOf(1)}`, logListSchema],
  ['/logs?columns=k8s.pod.name', logListSchema],
  ['/logs/histogram', logHistogramSchema],
  ['/logs/histogram?text=payment', logHistogramSchema],
  ['/logs/patterns', logPatternListSchema],
  ['/logs/patterns?text=payment&order=newest&newSince=now-1h', logPatternListSchema],
  ['/logs/facets', facetListSchema],
  ['/logs/facets?text=payment', facetListSchema],
  ['/services', serviceListSchema],
  ['/services/red', serviceRedSchema],
  ['/services/operations?service=pay', operationListSchema],
  ['/services/operations?service=secret', operationListSchema],
  ['/services/map', serviceMapSchema],
  ['/spans/red', spanRedSchema],
  ['/spans/red?text=card', spanRedSchema],
  ['/spans/heatmap', spanHeatmapSchema],
  ['/spans/heatmap?text=card', spanHeatmapSchema],
  ['/spans/heatmap?from=now-1d', spanHeatmapSchema],
  ['/spans/differences?selectionQuery=status:error', spanDifferencesSchema],
  ['/spans/differences?query=kind:client&selectionMinNanoseconds=3000000', spanDifferencesSchema],
  ['/metrics', metricListSchema],
  ...['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'].flatMap((type): [string, z.ZodType][] => [
    [`/metrics/series?name=pay.${type}&groupBy=service.name`, metricSeriesSchema],
    [`/metrics/series?name=secret.${type}&groupBy=service.name&groupBy=route&stepSeconds=60`, metricSeriesSchema],
  ]),
  ['/metrics/series?name=secret.gauge&from=now-1d&stepSeconds=300&groupBy=service.name', metricSeriesSchema],
  ['/metrics/series?name=secret.histogram&from=now-1d&stepSeconds=300&groupBy=service.name', metricSeriesSchema],
  ...['pay', 'secret'].flatMap((name) => metricQuestions(name)),
  ['/metrics?sort=samples&text=a', metricListSchema],
  ['/metrics/heatmap?name=pay.histogram', metricHeatmapSchema],
  ['/metrics/heatmap?name=secret.exponential_histogram&query=k8s.pod.name:*&from=now-1d', metricHeatmapSchema],
  ['/metrics/attributes?name=pay.gauge', metricAttributesSchema],
  ['/metrics/attributes?name=secret.gauge', metricAttributesSchema],
  ['/metrics/exemplars?name=pay.histogram&groupBy=service.name', metricExemplarsSchema],
  ['/metrics/exemplars?name=secret.histogram&query=k8s.pod.name:*', metricExemplarsSchema],
  [`/traces/${traceIdOf(1)}/exemplars`, traceExemplarsSchema],
  ['/attributes/keys?from=now-2h', attributeKeyListSchema],
  ['/attributes/keys?prefix=secret', attributeKeyListSchema],
  ['/attributes/values?key=pay.tier&from=now-2h', attributeValueListSchema],
  ['/attributes/values?key=secret.tier&from=now-2h', attributeValueListSchema],
]

/** All types at once with a formula, over a short and a long range, with and without the time before. */
function metricQuestions(name: string): [string, z.ZodType, object][] {
  const types = ['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary']
  const queries = types.map((type, index) => ({
    id: 'ABCDE'[index],
    name: `${name}.${type}`,
    query: '-route:/none k8s.pod.name:*',
    groupBy: ['service.name'],
  }))
  const asked = { queries, formulas: [{ id: 'F', expression: 'A + default_zero(B) / C' }] }
  return [
    ['/metrics/query', metricQueryAnswerSchema, asked],
    ['/metrics/query', metricQueryAnswerSchema, { ...asked, from: 'now-1d', compareWith: 'day' }],
  ]
}

/** Lists as files. */
export const everyDownload: readonly string[] = [
  '/spans/download?columns=k8s.pod.name',
  '/spans/download?format=jsonl',
  '/traces/download',
  '/logs/download?format=jsonl&columns=k8s.pod.name',
]

/** Prometheus's API, which answers in Prometheus's own form. */
export const everyPrometheusRead: readonly string[] = [
  '/prometheus/api/v1/query?query={__name__=~".%2B"}',
  '/prometheus/api/v1/query?query=secret_gauge_seconds',
  '/prometheus/api/v1/query_range?query=count({__name__=~".%2B"})by(job)&start=0&end=3000000000&step=500000',
  '/prometheus/api/v1/labels',
  '/prometheus/api/v1/label/__name__/values',
  '/prometheus/api/v1/label/job/values',
  '/prometheus/api/v1/series?match[]={job=~".%2B"}',
  '/prometheus/api/v1/metadata',
  '/prometheus/api/v1/query_exemplars?query={job=~".%2B"}',
  '/prometheus/api/v1/rules',
  '/prometheus/api/v1/alerts',
  '/prometheus/api/v1/status/buildinfo',
]

/** Their paths as OpenAPI has them. */
export const walkedPaths: readonly string[] = [
  ...everyRead.map(([path]) => path),
  ...everyDownload,
  ...everyPrometheusRead,
].map((path) =>
  `/api/projects/{projectId}${path.split('?')[0]}`
    .replace(traceIdOf(1), '{traceId}')
    .replace(/\/label\/\w+\//, '/label/{name}/'),
)
