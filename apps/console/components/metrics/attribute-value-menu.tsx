'use client'

import type { MetricAttributes } from '@hanzo/schema/api'
import { ChevronLeftIcon, ChevronRightIcon, PlusIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { formatCompact } from '@/lib/format-number.ts'

interface AttributeValueMenuProps {
  partId: string
  attributes: MetricAttributes['attributes']
  onAdd: (key: string, value: string) => void
}

const rowClass = 'flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover'

/** A filter from what was really sent: first the attribute, then one of its values. */
export function AttributeValueMenu({ partId, attributes, onAdd }: AttributeValueMenuProps) {
  const [open, setOpen] = useState(false)
  const [key, setKey] = useState<string | null>(null)
  const chosen = attributes.find((attribute) => attribute.key === key)
  const change = (next: boolean) => {
    setOpen(next)
    setKey(null)
  }
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger asChild>
        <Button
          size="icon"
          aria-label={`Add a filter to ${partId}`}
          title="Add a filter from what was sent"
          className="-ml-px rounded-l-none text-muted"
        >
          <PlusIcon />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="max-h-96 w-80 overflow-y-auto p-1">
        {attributes.length === 0 && <p className="px-2 py-1.5 text-sm text-subtle">No attributes in this time range</p>}
        {chosen ? (
          <>
            <button type="button" className={`${rowClass} text-subtle`} onClick={() => setKey(null)}>
              <ChevronLeftIcon className="size-3.5" />
              {chosen.key}
            </button>
            {chosen.values.map((value) => (
              <button
                key={value}
                type="button"
                className={rowClass}
                onClick={() => {
                  onAdd(chosen.key, value)
                  change(false)
                }}
              >
                <span className="truncate">{value || '(empty)'}</span>
              </button>
            ))}
            {chosen.valueCount > chosen.values.length && (
              <p className="px-2 py-1 text-subtle text-xs">
                {formatCompact(chosen.valueCount - chosen.values.length)} more values are not listed
              </p>
            )}
          </>
        ) : (
          attributes.map((attribute) => (
            <button key={attribute.key} type="button" className={rowClass} onClick={() => setKey(attribute.key)}>
              <span className="truncate">{attribute.key}</span>
              <span className="ml-auto text-subtle text-xs">{formatCompact(attribute.valueCount)}</span>
              <ChevronRightIcon className="size-3.5 text-subtle" />
            </button>
          ))
        )}
      </PopoverContent>
    </Popover>
  )
}
