import type { MetricSummary } from '@hanzo/schema/api'
import { Badge } from '@/components/ui/badge.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { MetricTypeBadge } from './metric-type-badge.tsx'

/** What a metric is, in its sender's words. */
export function MetricHeading({ metric }: { metric: MetricSummary }) {
  const temporality = metric.temporality === 'unspecified' ? '' : metric.temporality
  return (
    <header className="shrink-0 pt-2 pl-4">
      <div className="flex h-7 items-center gap-1">
        <h2 className="truncate font-semibold text-lg" title={metric.name}>
          {metric.name}
        </h2>
        <CopyButton text={metric.name} what="Metric name" />
      </div>
      <p className="text-muted text-sm">
        {metric.description || <span className="text-subtle">No description was sent.</span>}
      </p>
      <div className="flex flex-wrap items-center gap-1.5 pt-1.5">
        <MetricTypeBadge type={metric.type} />
        {metric.unit && <Badge tone="outline">{metric.unit}</Badge>}
        {temporality && <Badge tone="outline">{temporality}</Badge>}
        {metric.type === 'sum' && <Badge tone="outline">{metric.isMonotonic ? 'monotonic' : 'up and down'}</Badge>}
      </div>
    </header>
  )
}
