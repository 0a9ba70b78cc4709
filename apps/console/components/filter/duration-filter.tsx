'use client'

import { filterBounds, setBounds } from '@hanzo/search'
import { type FormEvent, useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { parseDuration } from '@/lib/parse-duration.ts'

interface DurationFilterProps {
  query: string
  onQueryChange: (query: string) => void
}

/** The least and the greatest duration, typed as `500 ms`; they stand in the search as `duration:[…]`. */
export function DurationFilter({ query, onQueryChange }: DurationFilterProps) {
  const { least, most } = filterBounds(query, 'duration')
  const change = (end: 'least' | 'most', value: string | undefined) => {
    const { [end]: _, ...other } = { least, most }
    onQueryChange(setBounds(query, 'duration', { ...definedOf(other), ...(value !== undefined && { [end]: value }) }))
  }
  return (
    <fieldset className="mb-3 min-w-0 px-2">
      <legend className="flex h-6 items-center text-xs font-medium text-subtle">Duration</legend>
      <div className="mt-0.5 flex items-center gap-1.5">
        <DurationInput
          key={`least ${least}`}
          label="Minimum duration"
          placeholder="min"
          value={least}
          onChange={(value) => change('least', value)}
        />
        <span aria-hidden="true" className="text-subtle">
          –
        </span>
        <DurationInput
          key={`most ${most}`}
          label="Maximum duration"
          placeholder="max"
          value={most}
          onChange={(value) => change('most', value)}
        />
      </div>
    </fieldset>
  )
}

function definedOf(bounds: { least?: string | undefined; most?: string | undefined }) {
  return {
    ...(bounds.least !== undefined && { least: bounds.least }),
    ...(bounds.most !== undefined && { most: bounds.most }),
  }
}

/** As the search language writes a duration; a bare number is milliseconds. */
function writtenDuration(text: string): string {
  const compact = text.replaceAll(/\s/g, '').toLowerCase()
  return /^[\d.]+$/.test(compact) ? `${compact}ms` : compact
}

interface DurationInputProps {
  label: string
  placeholder: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function DurationInput({ label, placeholder, value = '', onChange }: DurationInputProps) {
  const [text, setText] = useState(value)
  const typed = text.trim()
  const isWrong = typed !== '' && parseDuration(typed) === null
  const apply = () => {
    if (!isWrong && typed !== value) onChange(typed === '' ? undefined : writtenDuration(typed))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  return (
    <form onSubmit={submit} className="min-w-0 flex-1">
      <Input
        aria-label={label}
        aria-invalid={isWrong}
        title={isWrong ? 'A number with ns, µs, ms, s, m or h' : undefined}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
        className="h-6 px-2"
      />
    </form>
  )
}
