import { type Labels, labelsOf, labelValue } from '../../promql/evaluate/labels.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import type { QueryContext } from '../run-query.ts'
import { type FoundMetric, findSeries, seriesMax, testsOf } from './find-series.ts'
import type { MetricCatalog, PromqlBounds } from './metric-catalog.ts'
import { partLabelValues } from './part-labels.ts'
import { readTargets, targetInfoName } from './target-info.ts'

/**
 * The labels of every series that passes any of the selectors.
 * @throws {PromqlError} for more series than one selector may find.
 */
export async function listLabels(
  context: QueryContext,
  catalog: MetricCatalog,
  selectors: readonly Matcher[][],
  bounds: PromqlBounds,
): Promise<Labels[]> {
  const labels = new Map<string, Labels>()
  for (const matchers of selectors) {
    for (const metric of await findSeries(context, catalog, matchers, bounds)) {
      for (const one of await labelsOfMetric(context, metric, bounds)) labels.set(one.key, one)
    }
    const tests = testsOf(matchers)
    if (!tests.every((test) => test.name !== '__name__' || test.passes(targetInfoName))) continue
    for (const { labels: one } of await readTargets(context, bounds, seriesMax)) {
      if (tests.every((test) => test.passes(labelValue(one, test.name)))) labels.set(one.key, one)
    }
  }
  return [...labels.values()]
}

async function labelsOfMetric(context: QueryContext, metric: FoundMetric, bounds: PromqlBounds): Promise<Labels[]> {
  const isLabelled = metric.wanted.some(({ part }) => part === 'bucket' || part === 'quantile')
  const values = isLabelled ? await partLabelValues(context, metric.metric, bounds) : []
  return metric.wanted.flatMap((wanted) => {
    if (wanted.part !== 'bucket' && wanted.part !== 'quantile') return [wanted.labels]
    const name = wanted.part === 'bucket' ? 'le' : 'quantile'
    return values
      .filter((value) => wanted.passes(name, value))
      .map((value) => labelsOf([...wanted.labels.pairs, [name, value] as const]))
  })
}
