'use client'

import type { MetricSummary } from '@hanzo/schema/api'
import { ChevronDownIcon } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatQuantity } from '@/lib/format-number.ts'
import { matchingMetrics } from './choose-metric.ts'
import { MetricTypeBadge } from './metric-type-badge.tsx'

interface MetricPickerProps {
  /** Of the row, for screen readers. */
  label: string
  metrics: readonly MetricSummary[]
  name: string
  onChoose: (metric: MetricSummary) => void
}

const shownMost = 200

/** The metric of a query, found by any words of its name, description, unit or services. */
export function MetricPicker({ label, metrics, name, onChoose }: MetricPickerProps) {
  const [open, setOpen] = useState(false)
  const choose = (metric: MetricSummary) => {
    setOpen(false)
    onChoose(metric)
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button aria-label={`${label}: ${name || 'choose a metric'}`} className="w-72 justify-between font-normal">
          <span className={classNames('truncate', name === '' ? 'text-subtle' : 'font-medium')} title={name}>
            {name || 'Choose a metric'}
          </span>
          <ChevronDownIcon className="text-subtle" />
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Choose a metric" className="w-[480px] p-1">
        <PickerList metrics={metrics} name={name} onChoose={choose} />
      </PopoverContent>
    </Popover>
  )
}

function PickerList({ metrics, name, onChoose }: Omit<MetricPickerProps, 'label'>) {
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const found = useMemo(() => matchingMetrics(metrics, text), [metrics, text])
  const shown = found.slice(0, shownMost)
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      shown.findIndex((metric) => metric.name === name),
    ),
  )
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), shown.length - 1)
    setActive(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const metric = shown[active]
    if (event.key === 'ArrowDown') move(active + 1)
    else if (event.key === 'ArrowUp') move(active - 1)
    else if (event.key === 'Enter' && metric) onChoose(metric)
    else return
    event.preventDefault()
  }
  return (
    <>
      <Input
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={`${listId}-${active}`}
        aria-label="Search metrics"
        placeholder="Search metrics"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        className="mb-1"
      />
      <div ref={list} id={listId} role="listbox" aria-label="Metrics" className="max-h-80 overflow-y-auto">
        {shown.map((metric, index) => (
          <button
            key={`${metric.name} ${metric.type}`}
            id={`${listId}-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => setActive(index)}
            onClick={() => onChoose(metric)}
            title={metric.description || metric.name}
            className={classNames(
              'flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm',
              index === active && 'bg-hover',
            )}
          >
            <span className={classNames('truncate', metric.name === name && 'font-medium')}>{metric.name}</span>
            <span className="ml-auto flex shrink-0 items-center gap-2 text-subtle text-xs">
              {metric.unit !== '1' && metric.unit}
              {formatQuantity(metric.seriesCount, 'series', 'series')}
              <MetricTypeBadge type={metric.type} />
            </span>
          </button>
        ))}
      </div>
      {found.length === 0 && (
        <p className="px-2 py-1.5 text-sm text-subtle">
          {metrics.length === 0 ? 'No metric was sent in this time range' : 'No metric has these words'}
        </p>
      )}
      {found.length > shownMost && (
        <p className="px-2 py-1 text-subtle text-xs">
          {shownMost} of {found.length}: type to find the others
        </p>
      )}
    </>
  )
}
