'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { classNames } from '@/lib/class-names.ts'
import { visibleFacetValues } from '@/lib/facet-values.ts'
import { FacetValue } from './facet-value.tsx'

export interface FacetGroupProps {
  field: string
  label: string
  values: readonly { value: string; count: number }[]
  selected: readonly string[]
  onChange: (selected: string[]) => void
  /** The colour that a value has everywhere, as a CSS value. */
  colorOf?: (value: string) => string
  isStale: boolean
}

const shortLength = 8

/** The values of one field. A click adds a value or takes it away; Only leaves it alone. */
export function FacetGroup({ field, label, values, selected, onChange, colorOf, isStale }: FacetGroupProps) {
  const [search, setSearch] = useState('')
  const [isLong, setIsLong] = useState(false)
  const { shown, hiddenCount } = visibleFacetValues(values, selected, search, isLong ? null : shortLength)
  const toggle = (value: string) =>
    onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])
  return (
    <fieldset className={classNames('mb-3 min-w-0 transition-opacity', isStale && 'opacity-60')} data-field={field}>
      <legend className="flex h-6 w-full items-center justify-between px-2 text-xs font-medium text-subtle">
        {label}
      </legend>
      {values.length > shortLength && (
        <Input
          aria-label={`Find ${label.toLowerCase()}`}
          placeholder="Find"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mx-2 mb-1 h-6 w-[calc(100%-16px)] px-2"
        />
      )}
      {shown.length === 0 && <p className="px-2 text-sm text-subtle">{search ? 'No such value' : 'None'}</p>}
      {shown.map(({ value, count }) => (
        <FacetValue
          key={value}
          value={value}
          count={count}
          isSelected={selected.includes(value)}
          color={colorOf?.(value)}
          onToggle={() => toggle(value)}
          onOnly={() => onChange([value])}
        />
      ))}
      {(hiddenCount > 0 || isLong) && (
        <Button variant="ghost" size="sm" className="font-normal" onClick={() => setIsLong(!isLong)}>
          {isLong ? 'Show fewer' : `Show ${hiddenCount} more`}
        </Button>
      )}
    </fieldset>
  )
}
