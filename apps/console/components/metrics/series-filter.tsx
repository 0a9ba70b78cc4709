'use client'

import type { MetricAttributes } from '@hanzo/schema/api'
import { addFilter, attributeKey } from '@hanzo/search'
import { useMemo, useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { searchProblem } from '@/lib/search-problem.ts'
import { AttributeValueMenu } from './attribute-value-menu.tsx'

interface SeriesFilterProps {
  partId: string
  filter: string
  attributes: MetricAttributes['attributes']
  onChange: (filter: string) => void
}

/** Which series a query reads, in the search language, typed or taken from what was sent. */
export function SeriesFilter({ partId, filter, attributes, onChange }: SeriesFilterProps) {
  const [typed, setTyped] = useState(filter)
  const [applied, setApplied] = useState(filter)
  // The back button, or a filter that was added from the menu.
  if (applied !== filter) {
    setApplied(filter)
    setTyped(filter)
  }
  const problem = useMemo(() => searchProblem('metrics')(typed), [typed])
  const apply = () => {
    if (!problem && typed.trim() !== filter) onChange(typed.trim())
  }
  const add = (key: string, value: string) =>
    onChange(addFilter(filter, { key: key === 'service.name' ? 'service' : attributeKey('any', key), value }))
  return (
    <div className="flex min-w-52 flex-1">
      <Input
        aria-label={`Filter of ${partId}`}
        aria-invalid={problem !== undefined}
        title={problem ? `${problem.message}. ${problem.hint}` : undefined}
        placeholder="service:checkout -http.route:/health*"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply()
          if (event.key === 'Escape') setTyped(filter)
        }}
        className="rounded-r-none font-mono text-xs placeholder:font-sans"
      />
      <AttributeValueMenu partId={partId} attributes={attributes} onAdd={add} />
    </div>
  )
}
