'use client'

import type { TraceStructure } from '@hanzo/schema/api'
import { CircleAlertIcon } from 'lucide-react'
import { useMemo } from 'react'
import { OpenStateBadge } from '@/components/record/open-state-badge.tsx'
import { Moment } from '@/components/time/moment.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useNow } from '@/hooks/use-now.ts'
import { formatCost } from '@/lib/format-cost.ts'
import { formatDuration, formatElapsed } from '@/lib/format-duration.ts'
import { formatCompact, formatCount, formatQuantity } from '@/lib/format-number.ts'
import { formatRelative, millisecondsOf } from '@/lib/format-time.ts'
import { ColorLegend } from './color-legend.tsx'
import { type TraceUsage, traceUsage } from './trace-usage.ts'
import type { Waterfall } from './use-waterfall.ts'

interface TraceHeaderProps {
  trace: TraceStructure
  waterfall: Waterfall
  isArriving: boolean
}

/** What one wants to know of a trace before reading it. */
export function TraceHeader({ trace, waterfall, isArriving }: TraceHeaderProps) {
  const { tree, isWhole } = waterfall
  const usage = useMemo(() => traceUsage(tree), [tree])
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-border border-b bg-surface px-4 py-1 text-sm">
      <Fact label="Duration">
        <strong className="font-semibold">
          {trace.state === 'running' ? formatElapsed(tree.length) : formatDuration(tree.length)}
        </strong>
        {trace.state && <OpenStateBadge state={trace.state} />}
      </Fact>
      <StartedAt unixNano={trace.startTimeUnixNano} />
      <Fact label="Spans">{formatCount(trace.spanCount)}</Fact>
      {isWhole && tree.errorTotal > 0 && (
        <button
          type="button"
          onClick={() => waterfall.goToError(1)}
          title="Go to the next error (E)"
          className="inline-flex items-center gap-1 rounded-sm bg-status-error-soft px-1.5 font-medium text-status-error hover:underline"
        >
          <CircleAlertIcon className="size-3" />
          {formatQuantity(tree.errorTotal, 'error')}
        </button>
      )}
      {isWhole && usage.calls > 0 && <UsageFacts usage={usage} />}
      {!isWhole && <span role="status">reading all of them …</span>}
      <ColorLegend colors={waterfall.colors} />
      {isArriving && trace.state !== 'running' && (
        <Badge tone="accent" title="Spans are missing and the trace is recent: it is read again every 2 seconds">
          <span className="size-1.5 animate-pulse rounded-full bg-accent" />
          still arriving
        </Badge>
      )}
    </div>
  )
}

function UsageFacts({ usage }: { usage: TraceUsage }) {
  const { input, output, cost, calls, unpriced } = usage
  const known = `Cost of ${formatQuantity(calls - unpriced, 'model call')}`
  return (
    <>
      <Fact label="Tokens">
        {formatCompact(input)} in, {formatCompact(output)} out
      </Fact>
      <Fact label="Cost">
        <span
          title={unpriced === 0 ? known : `${known}; the price of ${formatQuantity(unpriced, 'other')} is not known`}
        >
          {unpriced === calls ? 'not known' : formatCost(cost)}
          {unpriced > 0 && unpriced < calls && <span className="text-subtle"> + {unpriced} unpriced</span>}
        </span>
      </Fact>
    </>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <span className="text-subtle text-xs">{label}</span>
      {children}
    </span>
  )
}

function StartedAt({ unixNano }: { unixNano: string }) {
  const hydrated = useHydrated()
  const now = useNow()
  if (!hydrated) return null
  return (
    <Fact label="Started">
      <Moment unixNano={unixNano} />
      <span className="text-subtle">{formatRelative(millisecondsOf(unixNano), now)}</span>
    </Fact>
  )
}
