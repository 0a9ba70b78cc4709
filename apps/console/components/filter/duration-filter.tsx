'use client'

import { type FormEvent, useId, useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { formatDuration } from '@/lib/format-duration.ts'
import { parseDuration } from '@/lib/parse-duration.ts'

interface DurationFilterProps {
  /** Nanoseconds in decimal, or null. */
  min: string | null
  max: string | null
  onChange: (range: { min?: string | null; max?: string | null }) => void
}

/** The least and the greatest duration, typed as `500 ms`. */
export function DurationFilter({ min, max, onChange }: DurationFilterProps) {
  return (
    <fieldset className="mb-3 min-w-0 px-2">
      <legend className="flex h-6 items-center text-xs font-medium text-subtle">Duration</legend>
      <div className="mt-0.5 flex items-center gap-1.5">
        <DurationInput
          key={`min ${min}`}
          label="Minimum duration"
          placeholder="min"
          value={min}
          onChange={(next) => onChange({ min: next })}
        />
        <span aria-hidden="true" className="text-subtle">
          –
        </span>
        <DurationInput
          key={`max ${max}`}
          label="Maximum duration"
          placeholder="max"
          value={max}
          onChange={(next) => onChange({ max: next })}
        />
      </div>
    </fieldset>
  )
}

interface DurationInputProps {
  label: string
  placeholder: string
  value: string | null
  onChange: (value: string | null) => void
}

function DurationInput({ label, placeholder, value, onChange }: DurationInputProps) {
  const id = useId()
  const [text, setText] = useState(value === null ? '' : formatDuration(value))
  const parsed = text.trim() === '' ? null : parseDuration(text)
  const isWrong = text.trim() !== '' && parsed === null
  const apply = () => {
    const unchanged = value === null ? text.trim() === '' : text === formatDuration(value)
    if (!isWrong && !unchanged) onChange(parsed)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  return (
    <form onSubmit={submit} className="min-w-0 flex-1">
      <Input
        id={id}
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
