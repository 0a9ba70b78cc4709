import type { MetricSummary } from '@hanzo/schema/api'
import type { ExplorerPart } from './explorer-query.ts'

/** A query of the explorer that shows a metric as its type is shown by default. */
export function metricPart({ name, type }: Pick<MetricSummary, 'name' | 'type'>, filter = ''): ExplorerPart {
  return { id: 'A', metric: name, type, ...(filter !== '' && { filter }) }
}
