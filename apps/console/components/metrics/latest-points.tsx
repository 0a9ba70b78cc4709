'use client'

import type { MetricPoint, MetricSummary } from '@hanzo/schema/api'
import { attributeText } from '@/lib/attribute-text.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'
import { formatTime } from '@/lib/format-time.ts'
import { serviceColor } from '@/lib/service-palette.ts'
import { valueFormat } from './metric-value.ts'
import type { MetricTail } from './use-metric-tail.ts'

const rowsShown = 60

interface LatestPointsProps {
  metric: MetricSummary
  tail: MetricTail
}

/** The points of a metric as they arrive, the newest first. */
export function LatestPoints({ metric, tail }: LatestPointsProps) {
  const points = tail.points.slice(0, rowsShown)
  const { value: format } = valueFormat(metric.unit, null)
  return (
    <section aria-label="Latest points" className="flex h-48 shrink-0 flex-col border-border border-t">
      <h3 className="flex h-7 shrink-0 items-center gap-2 border-border border-b bg-surface px-4 text-sm">
        <span className="font-medium">Latest points</span>
        <span role="status" className="text-subtle text-xs">
          {points.length === 0 ? waitingText(tail) : `${formatCount(tail.points.length)} since the switch to live`}
          {skippedText(tail)}
        </span>
      </h3>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <table className="w-full table-fixed text-sm">
          <colgroup>
            <col className="w-44" />
            <col className="w-28" />
            <col className="w-24" />
            <col />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Service</th>
              <th scope="col">Value</th>
              <th scope="col">Attributes</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => (
              <PointRow
                // biome-ignore lint/suspicious/noArrayIndexKey: one series may send two points of one millisecond
                key={`${point.seriesId} ${point.timeUnixMilliseconds} ${index - points.length}`}
                point={point}
                value={pointText(point, format)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Why there is no point yet. */
function waitingText({ status }: MetricTail): string {
  if (status.kind === 'live') return 'waiting for the next export of the SDK'
  return status.kind === 'connecting' ? 'connecting' : 'not connected'
}

function skippedText({ skipped, hasGap }: MetricTail): string {
  if (skipped === 0) return hasGap ? ' · some were skipped, the chart has them' : ''
  return ` · ${hasGap ? 'more than ' : ''}${formatCount(skipped)} skipped, the chart has them`
}

function PointRow({ point, value }: { point: MetricPoint; value: string }) {
  const attributes = point.attributes.map((attribute) => `${attribute.key}=${attributeText(attribute)}`).join('  ')
  return (
    <tr className="h-6 hover:bg-hover">
      <td className="whitespace-nowrap pl-4 text-muted">{formatTime(`${point.timeUnixMilliseconds}000000`)}</td>
      <td className="truncate">
        <span
          className="mr-1.5 inline-block size-2 rounded-[2px]"
          style={{ background: serviceColor(point.serviceName) }}
        />
        {point.serviceName}
      </td>
      <td className="whitespace-nowrap pr-4 text-right font-medium">{value}</td>
      <td className="truncate pr-4 font-mono text-subtle text-xs" title={attributes}>
        {attributes}
      </td>
    </tr>
  )
}

/** A histogram or summary sends how many values it saw and their sum: the mean says more than the sum. */
function pointText(point: MetricPoint, format: (value: number | null) => string): string {
  if (point.count === null) return format(point.value)
  if (point.count === 0 || point.value === null) return `${formatCompact(point.count)} values`
  return `${formatCompact(point.count)} × ${format(point.value / point.count)}`
}
