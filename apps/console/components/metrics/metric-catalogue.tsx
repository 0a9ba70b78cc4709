'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useArrowKeys } from '@/components/trace/use-arrow-keys.ts'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { MetricTypeBadge } from './metric-type-badge.tsx'

interface MetricCatalogueProps {
  metrics: readonly MetricSummary[]
  selected: MetricSummary | undefined
  onSelect: (metric: MetricSummary) => void
}

const rowHeight = 48

/** The metrics to choose from. */
export function MetricCatalogue({ metrics, selected, onSelect }: MetricCatalogueProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: metrics.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const at = selected ? metrics.indexOf(selected) : -1
  const showSelected = useEffectEvent(() => at >= 0 && virtualizer.scrollToIndex(at, { align: 'auto' }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list scrolls when another metric is chosen, not when it changes
  useEffect(() => void showSelected(), [selected?.name])
  const move = (by: number) => {
    const next = metrics[Math.min(Math.max(at + by, 0), metrics.length - 1)]
    if (next) onSelect(next)
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  useArrowKeys((key) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (by !== undefined) move(by)
    return by !== undefined
  })
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" role="listbox" aria-label="Metrics" tabIndex={-1}>
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const metric = metrics[index]
          if (!metric) return null
          return (
            <button
              key={`${metric.name} ${metric.type}`}
              type="button"
              role="option"
              aria-selected={metric === selected}
              onClick={() => onSelect(metric)}
              title={metric.description || metric.name}
              className={classNames(
                'absolute inset-x-0 flex flex-col justify-center gap-0.5 border-border/60 border-b px-3 text-left hover:bg-hover focus-visible:outline-offset-[-2px]',
                metric === selected && 'bg-selected shadow-[inset_2px_0_0_var(--ring)] hover:bg-selected',
              )}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <span className="block w-full truncate font-medium leading-5">{metric.name}</span>
              <span className="flex w-full items-center gap-2 overflow-hidden whitespace-nowrap text-subtle text-xs">
                <MetricTypeBadge type={metric.type} />
                {metric.unit && metric.unit !== '1' && <span>{metric.unit}</span>}
                <span>{formatQuantity(metric.seriesCount, 'series', 'series')}</span>
                <span className="truncate">{metric.serviceNames.join(', ')}</span>
              </span>
            </button>
          )
        })}
      </div>
    </div>
  )
}
