'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { useMemo, useRef, useState } from 'react'
import { cssColor } from '@/components/chart/css-color.ts'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact, formatCount, formatQuantity } from '@/lib/format-number.ts'
import { samplesText } from './samples-text.ts'
import { type TreemapTile, treemapLayout } from './treemap-layout.ts'
import { useElementSize } from './use-element-size.ts'

interface MetricTreemapProps {
  metrics: readonly MetricSummary[]
  by: 'series' | 'samples'
  selected: MetricSummary | undefined
  onSelect: (metric: MetricSummary) => void
}

const tilesMost = 300
const othersKey = 'others'
const keyOf = ({ name, type }: MetricSummary) => `${type} ${name}`
const typeColors: Record<MetricSummary['type'], string> = {
  gauge: '--service-2',
  sum: '--service-1',
  histogram: '--service-4',
  exponential_histogram: '--service-6',
  summary: '--service-3',
}

/** Metrics by their share of all series or samples. Arrow keys move in the order of size, Enter opens. */
export function MetricTreemap({ metrics, by, selected, onSelect }: MetricTreemapProps) {
  const container = useRef<HTMLUListElement>(null)
  const size = useElementSize(container)
  const [pointed, setPointed] = useState<string | null>(null)
  const sizeOf = (metric: MetricSummary) => (by === 'series' ? metric.seriesCount : metric.samplesPerSecond)
  const { tiles, byKey, total, others } = useMemo(() => {
    const measure = (metric: MetricSummary) => (by === 'series' ? metric.seriesCount : metric.samplesPerSecond)
    const sorted = [...metrics].sort((a, b) => measure(b) - measure(a))
    const rest = sorted.slice(tilesMost)
    const items = sorted.slice(0, tilesMost).map((metric) => ({ key: keyOf(metric), size: measure(metric) }))
    items.push({ key: othersKey, size: rest.reduce((sum, metric) => sum + measure(metric), 0) })
    return {
      tiles: treemapLayout(items, size.width, size.height),
      byKey: new Map(sorted.map((metric) => [keyOf(metric), metric])),
      total: sorted.reduce((sum, metric) => sum + measure(metric), 0),
      others: rest.length,
    }
  }, [metrics, by, size])
  const share = (metric: MetricSummary) => (total === 0 ? 0 : sizeOf(metric) / total)
  const text = (metric: MetricSummary) =>
    `${by === 'series' ? formatQuantity(metric.seriesCount, 'series', 'series') : `${samplesText(metric.samplesPerSecond)} samples/s`}, ${(share(metric) * 100).toFixed(1)} %`
  return (
    <ul
      ref={container}
      aria-label={`Metrics by ${by}`}
      className="relative m-3 min-h-0 flex-1"
      onPointerLeave={() => setPointed(null)}
    >
      {tiles.map((tile) => {
        const metric = byKey.get(tile.key)
        if (!metric)
          return (
            <Tile key={tile.key} tile={tile} color="--border-strong">
              <span className="p-1.5 text-subtle text-xs">{formatCount(others)} others</span>
            </Tile>
          )
        return (
          <Tile key={tile.key} tile={tile} color={typeColors[metric.type]}>
            <button
              type="button"
              aria-label={`${metric.name}: ${text(metric)}`}
              aria-pressed={metric === selected}
              title={`${metric.name}\n${text(metric)}`}
              onClick={() => onSelect(metric)}
              onPointerEnter={() => setPointed(tile.key)}
              onKeyDown={(event) => {
                const next = { ArrowRight: 'next', ArrowDown: 'next', ArrowLeft: 'previous', ArrowUp: 'previous' }[
                  event.key
                ]
                if (!next) return
                event.preventDefault()
                const item = event.currentTarget.closest('li')
                const other = next === 'next' ? item?.nextElementSibling : item?.previousElementSibling
                other?.querySelector('button')?.focus()
              }}
              className={classNames(
                'flex size-full flex-col overflow-hidden p-1.5 text-left -outline-offset-2',
                metric === selected && 'outline-2 outline-ring',
                pointed === tile.key && 'bg-hover/60',
              )}
            >
              {tile.width > 56 && tile.height > 22 && (
                <span className="w-full truncate font-medium text-xs">{metric.name}</span>
              )}
              {tile.width > 72 && tile.height > 42 && (
                <span className="w-full truncate text-muted text-xs">
                  {by === 'series' ? formatCompact(metric.seriesCount) : samplesText(metric.samplesPerSecond)} ·{' '}
                  {(share(metric) * 100).toFixed(1)} %
                </span>
              )}
            </button>
          </Tile>
        )
      })}
    </ul>
  )
}

function Tile({ tile, color, children }: { tile: TreemapTile; color: string; children: React.ReactNode }) {
  const gap = 2
  return (
    <li
      className="absolute overflow-hidden rounded-sm"
      style={{
        left: tile.left,
        top: tile.top,
        width: Math.max(1, tile.width - gap),
        height: Math.max(1, tile.height - gap),
        background: `color-mix(in srgb, ${cssColor(color)} 18%, var(--background))`,
        boxShadow: `inset 2px 0 0 ${cssColor(color)}`,
      }}
    >
      {children}
    </li>
  )
}
