import type { MetricSummary } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { MetricTypeBadge } from './metric-type-badge.tsx'

/** What a metric is, in its sender's words. */
export function MetricHeading({ metric }: { metric: MetricSummary }) {
  const temporality = metric.temporality === 'unspecified' ? '' : metric.temporality
  return (
    <header className="shrink-0 px-4 pt-2.5">
      <div className="flex items-center gap-2">
        <h2 className="truncate font-semibold text-lg">{metric.name}</h2>
        <CopyButton text={metric.name} what="Metric name" />
        <MetricTypeBadge type={metric.type} />
        {metric.unit && <Badge tone="outline">{metric.unit}</Badge>}
        {temporality && <Badge tone="outline">{temporality}</Badge>}
        {metric.type === 'sum' && <Badge tone="outline">{metric.isMonotonic ? 'monotonic' : 'up and down'}</Badge>}
      </div>
      <p className="truncate text-muted text-sm">
        {metric.description || <span className="text-subtle">No description was sent.</span>}
      </p>
    </header>
  )
}
