'use client'

import type { MetricAttributes } from '@hanzo/schema/api'
import { addFilter, attributeKey } from '@hanzo/search'
import { useId, useState } from 'react'
import { SearchProblemNote } from '@/components/search/search-problem-note.tsx'
import { useShownProblem } from '@/components/search/use-shown-problem.ts'
import { Input } from '@/components/ui/input.tsx'
import { searchProblem } from '@/lib/search-problem.ts'
import { AttributeValueMenu } from './attribute-value-menu.tsx'

interface SeriesFilterProps {
  partId: string
  filter: string
  attributes: MetricAttributes['attributes']
  onChange: (filter: string) => void
}

const problemOf = searchProblem('metrics')

/** Which series a query reads, in the search language, typed or taken from what was sent. */
export function SeriesFilter({ partId, filter, attributes, onChange }: SeriesFilterProps) {
  const [typed, setTyped] = useState(filter)
  const [applied, setApplied] = useState(filter)
  // The back button, or a filter that was added from the menu.
  if (applied !== filter) {
    setApplied(filter)
    setTyped(filter)
  }
  const problemId = useId()
  const { problem, showAtOnce } = useShownProblem(typed, problemOf)
  const apply = () => {
    if (problemOf(typed)) return showAtOnce()
    if (typed.trim() !== filter) onChange(typed.trim())
  }
  const add = (key: string, value: string) =>
    onChange(addFilter(filter, { key: key === 'service.name' ? 'service' : attributeKey('any', key), value }))
  return (
    <div className="relative flex min-w-52 flex-1">
      <Input
        aria-label={`Filter of ${partId}`}
        aria-invalid={problem !== undefined}
        aria-describedby={problem && problemId}
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
      <SearchProblemNote id={problemId} problem={problem} text={typed} />
    </div>
  )
}
