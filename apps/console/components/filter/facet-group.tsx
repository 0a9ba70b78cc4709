'use client'

import { addFilter, excludedValues, filterValues, onlyFilter, removeFilter, toggleFilter } from '@hanzo/search'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { classNames } from '@/lib/class-names.ts'
import { visibleFacetValues } from '@/lib/facet-values.ts'
import { FacetValue } from './facet-value.tsx'

export interface FacetGroupProps {
  /** The field of the search language. */
  field: string
  label: string
  values: readonly { value: string; count: number }[]
  query: string
  onQueryChange: (query: string) => void
  /** The colour that a value has everywhere, as a CSS value. */
  colorOf?: (value: string) => string
  isStale: boolean
}

const shortLength = 8

/** The values of one field. A click lets the search have a value or takes it away; Only leaves it alone, Exclude keeps it out. */
export function FacetGroup({ field, label, values, query, onQueryChange, colorOf, isStale }: FacetGroupProps) {
  const [search, setSearch] = useState('')
  const [isLong, setIsLong] = useState(false)
  const chosen = filterValues(query, field)
  const excluded = excludedValues(query, field)
  const { shown, hiddenCount } = visibleFacetValues(
    values,
    [...chosen, ...excluded],
    search,
    isLong ? null : shortLength,
  )
  const exclude = (value: string) => {
    const filter = { key: field, value, isNegated: true }
    onQueryChange(excluded.includes(value) ? removeFilter(query, filter) : addFilter(query, filter))
  }
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
          state={chosen.includes(value) ? 'chosen' : excluded.includes(value) ? 'excluded' : 'free'}
          color={colorOf?.(value)}
          onToggle={() => onQueryChange(toggleFilter(query, field, value))}
          onOnly={() => onQueryChange(onlyFilter(query, field, value))}
          onExclude={() => exclude(value)}
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
