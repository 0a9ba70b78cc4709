import { z } from 'zod'
import { type Labels, labelsOf, metricNameLabel } from '../../promql/evaluate/labels.ts'
import type { SampledSeries } from '../../promql/evaluate/samples.ts'
import { attributeLabels, targetLabels } from '../../promql/names/series-labels.ts'
import { textMap } from '../attributes.ts'
import { LAST_SEEN_LAG_SECONDS } from '../metrics/series-days.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import type { PromqlBounds } from './metric-catalog.ts'

export const targetInfoName = 'target_info'

/** Often enough for every look back of five minutes to find one. */
const intervalMilliseconds = 60_000

const RESOURCES = `
SELECT
  service_name AS serviceName,
  attributes,
  toUnixTimestamp(min(first_seen)) * 1000 AS firstSeen,
  toUnixTimestamp(max(last_seen)) * 1000 AS lastSeen
FROM ${scoped('resources')}
  AND last_seen >= toDateTime(intDiv({from:Int64}, 1000) - ${LAST_SEEN_LAG_SECONDS}, 'UTC')
  AND first_seen <= toDateTime(intDiv({to:Int64} + 999, 1000), 'UTC')
GROUP BY resource_id, serviceName, attributes
ORDER BY serviceName, resource_id
LIMIT {limit:UInt32}`

const row = z.object({
  serviceName: z.string(),
  attributes: textMap,
  firstSeen: z.coerce.number(),
  lastSeen: z.coerce.number(),
})

const ofTarget = new Set(['service.name', 'service.namespace', 'service.instance.id'])

export interface Target {
  labels: Labels
  /** When it was there, milliseconds. What is alive is noted about once an hour: the end is late by up to two. */
  from: number
  to: number
}

/** Who sends telemetry, as the labels of `target_info`: `job`, `instance` and the other attributes of the resource. */
export async function readTargets(context: QueryContext, bounds: PromqlBounds, limit: number): Promise<Target[]> {
  const { rows } = await runQuery(context, { sql: RESOURCES, params: { ...bounds, limit }, row })
  return rows.map(({ serviceName, attributes, firstSeen, lastSeen }) => {
    const known = new Map(attributes)
    const labels = attributeLabels(
      attributes.filter(([key]) => !ofTarget.has(key)),
      'translated',
    )
    const origin = {
      serviceName,
      serviceNamespace: known.get('service.namespace') ?? '',
      serviceInstance: known.get('service.instance.id') ?? '',
    }
    for (const [name, value] of targetLabels(origin)) labels.set(name, value)
    labels.set(metricNameLabel, targetInfoName)
    return { labels: labelsOf(labels), from: firstSeen, to: lastSeen + LAST_SEEN_LAG_SECONDS * 1000 }
  })
}

/** @returns the value 1 at every minute that the target was there. */
export function targetSamples(target: Target, bounds: PromqlBounds): SampledSeries {
  const from = Math.max(target.from, bounds.from)
  const to = Math.min(target.to, bounds.to)
  const first = Math.ceil(from / intervalMilliseconds) * intervalMilliseconds
  const count = Math.max(0, Math.floor((to - first) / intervalMilliseconds) + 1)
  return {
    labels: target.labels,
    times: Float64Array.from({ length: count }, (_, index) => first + index * intervalMilliseconds),
    values: new Float64Array(count).fill(1),
  }
}
