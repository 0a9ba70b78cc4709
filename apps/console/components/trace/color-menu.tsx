'use client'

import { useQuery } from '@tanstack/react-query'
import { PaletteIcon } from 'lucide-react'
import { useState } from 'react'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { classNames } from '@/lib/class-names.ts'
import { formatCount } from '@/lib/format-number.ts'
import { colorChoices } from './model/span-colors.ts'
import { traceAttributeKeysQueryOptions } from './trace-queries.ts'

interface ColorMenuProps {
  traceId: string
  color: string
  onColor: (color: string) => void
}

const keysShown = 100

/** Colours spans by service, by kind, or by the values of any attribute of the trace. */
export function ColorMenu({ traceId, color, onColor }: ColorMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const choose = (next: string) => {
    onColor(next)
    setOpen(false)
  }
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" title="Colour by … (B)">
          <PaletteIcon />
          <span className="max-w-40 truncate">
            <span className="sr-only">Colour by </span>
            {labelOf(color)}
          </span>
        </Button>
      </PopoverTrigger>
      <PopoverContent className="flex max-h-96 w-80 flex-col p-0">
        <ColorChoices traceId={traceId} color={color} onColor={choose} />
      </PopoverContent>
    </Popover>
  )
}

const labelOf = (color: string): string => (color === 'service' ? 'Service' : color === 'kind' ? 'Kind' : color)

function ColorChoices({ traceId, color, onColor }: ColorMenuProps) {
  const { projectId } = useProject()
  const [filter, setFilter] = useState('')
  const { data, isPending } = useQuery(traceAttributeKeysQueryOptions(projectId, traceId))
  const needle = filter.trim().toLowerCase()
  const keys = data?.rows.filter(({ key, valueCount }) => valueCount > 1 && key.toLowerCase().includes(needle)) ?? []
  const choices = [
    ...colorChoices.map((key) => ({ key, hint: '' })),
    ...keys.slice(0, keysShown).map(({ key, spanCount, valueCount }) => ({
      key,
      hint: `${formatCount(valueCount)} values, ${formatCount(spanCount)} spans`,
    })),
  ]
  return (
    <>
      <div className="border-border border-b p-2">
        <Input
          type="search"
          aria-label="Attribute to colour by"
          placeholder="Service, kind, or an attribute"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto p-1">
        {choices.map(({ key, hint }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={key === color}
              onClick={() => onColor(key)}
              className={classNames(
                'flex h-7 w-full items-center justify-between gap-3 rounded-sm px-2 text-left text-sm hover:bg-hover',
                key === color && 'bg-selected',
              )}
            >
              <span className="truncate">{labelOf(key)}</span>
              <span className="shrink-0 text-subtle text-xs">{hint}</span>
            </button>
          </li>
        ))}
        {isPending && <li className="px-2 py-1 text-sm text-subtle">Reading the attributes …</li>}
      </ul>
    </>
  )
}
