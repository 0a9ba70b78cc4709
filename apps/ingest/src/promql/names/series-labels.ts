import { type Labels, labelsOf, metricNameLabel } from '../evaluate/labels.ts'
import { prometheusLabel } from './prometheus-names.ts'

/** What is known of who sends a series. */
export interface SeriesOrigin {
  serviceName: string
  /** `service.namespace` and `service.instance.id`; `''` where they are not told. */
  serviceNamespace: string
  serviceInstance: string
  scopeName: string
  scopeVersion: string
}

export type NameStyle = 'translated' | 'original'

/** `job` and `instance`, the two labels that every target of Prometheus has. */
export function targetLabels(origin: Pick<SeriesOrigin, 'serviceName' | 'serviceNamespace' | 'serviceInstance'>) {
  const { serviceName, serviceNamespace, serviceInstance } = origin
  const job = serviceNamespace === '' ? serviceName : `${serviceNamespace}/${serviceName}`
  return [
    ['job', job],
    ['instance', serviceInstance],
  ] as const
}

/**
 * Attributes under their labels' names. Keys that become one name are joined by their values, in the keys' order.
 * @see https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#metric-attributes
 */
export function attributeLabels(
  attributes: Iterable<readonly [key: string, value: string]>,
  style: NameStyle,
): Map<string, string> {
  const labels = new Map<string, string>()
  for (const [key, value] of [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = style === 'original' ? key : prometheusLabel(key)
    const before = labels.get(name)
    labels.set(name, before === undefined ? value : `${before};${value}`)
  }
  return labels
}

/** The labels of a series, but for those that its parts add: `le` and `quantile`. */
export function seriesLabels(
  metricName: string,
  attributes: Iterable<readonly [key: string, value: string]>,
  origin: SeriesOrigin,
  style: NameStyle,
): Labels {
  const labels = attributeLabels(attributes, style)
  for (const [name, value] of targetLabels(origin)) labels.set(name, value)
  labels.set('otel_scope_name', origin.scopeName)
  labels.set('otel_scope_version', origin.scopeVersion)
  labels.set(metricNameLabel, metricName)
  return labelsOf(labels)
}
