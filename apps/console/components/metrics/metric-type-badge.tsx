import type { MetricType } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'

const names: Record<MetricType, string> = {
  gauge: 'Gauge',
  sum: 'Sum',
  histogram: 'Histogram',
  exponential_histogram: 'Exp. histogram',
  summary: 'Summary',
}

export function MetricTypeBadge({ type }: { type: MetricType }) {
  return <Badge tone="outline">{names[type]}</Badge>
}
