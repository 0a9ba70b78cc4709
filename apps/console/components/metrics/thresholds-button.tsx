'use client'

import { PlusIcon, RulerIcon, XIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { type Threshold, type ThresholdLevel, thresholdColors, thresholdLevels } from './threshold.ts'

interface ThresholdsButtonProps {
  thresholds: readonly Threshold[]
  /** The letters of what is drawn, each with the unit that its values are in, as the metric was sent. */
  units: ReadonlyMap<string, string>
  onChange: (thresholds: Threshold[]) => void
}

const thresholdsMost = 8
const levelNames: Record<ThresholdLevel, string> = { ok: 'good', warn: 'warning', error: 'bad' }

/** Values that mean something: lines across the chart, with what lies beyond them lightly coloured. */
export function ThresholdsButton({ thresholds, units, onChange }: ThresholdsButtonProps) {
  const replace = (at: number, next: Threshold) => onChange(thresholds.map((one, index) => (index === at ? next : one)))
  // A formula is what one made the queries for.
  const last = [...units.keys()].at(-1) ?? ''
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button className="font-normal">
          <RulerIcon />
          Thresholds
          {thresholds.length > 0 && <span className="text-subtle">{thresholds.length}</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Thresholds" className="flex w-[520px] flex-col gap-2">
        {thresholds.length === 0 && (
          <p className="text-sm text-muted">
            A value that means something, such as an objective: a line across the chart, and colour beyond it.
          </p>
        )}
        {thresholds.map((threshold, index) => (
          <ThresholdRow
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and are never reordered
            key={index}
            number={index + 1}
            units={units}
            threshold={threshold}
            onChange={(next) => replace(index, next)}
            onRemove={() => onChange(thresholds.filter((_, at) => at !== index))}
          />
        ))}
        <Button
          className="self-start"
          disabled={thresholds.length >= thresholdsMost}
          onClick={() => onChange([...thresholds, { value: 0, of: last, level: 'error', side: 'above', label: '' }])}
        >
          <PlusIcon />
          Threshold
        </Button>
      </PopoverContent>
    </Popover>
  )
}

interface ThresholdRowProps {
  number: number
  units: ReadonlyMap<string, string>
  threshold: Threshold
  onChange: (threshold: Threshold) => void
  onRemove: () => void
}

function ThresholdRow({ number, units, threshold, onChange, onRemove }: ThresholdRowProps) {
  const [typed, setTyped] = useState(String(threshold.value))
  const value = Number(typed.replace(',', '.'))
  const isValid = typed.trim() !== '' && Number.isFinite(value)
  const letters = [...units.keys()]
  const of = units.has(threshold.of) ? threshold.of : (letters[0] ?? '')
  const unit = units.get(of) ?? ''
  return (
    <div className="flex items-center gap-1.5">
      <span
        aria-hidden="true"
        className="h-5 w-1 shrink-0 rounded-full"
        style={{ background: `var(${thresholdColors[threshold.level]})` }}
      />
      {letters.length > 1 && (
        <Choice
          label={`Query of threshold ${number}`}
          value={of}
          options={letters.map((letter) => [letter, letter])}
          onChange={(letter) => onChange({ ...threshold, of: letter })}
        />
      )}
      <Choice
        label={`Side of threshold ${number}`}
        value={threshold.side}
        options={[
          ['above', 'above'],
          ['below', 'below'],
        ]}
        onChange={(side) => onChange({ ...threshold, side })}
      />
      <Input
        aria-label={`Value of threshold ${number}`}
        inputMode="decimal"
        aria-invalid={!isValid}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          const next = Number(event.target.value.replace(',', '.'))
          if (event.target.value.trim() !== '' && Number.isFinite(next)) onChange({ ...threshold, value: next })
        }}
        className="w-24 shrink-0"
      />
      <span className="shrink-0 text-subtle text-xs">{unit !== '1' && unit}</span>
      <Choice
        label={`Meaning of threshold ${number}`}
        value={threshold.level}
        options={thresholdLevels.map((level) => [level, levelNames[level]])}
        onChange={(level) => onChange({ ...threshold, level })}
      />
      <Input
        aria-label={`Label of threshold ${number}`}
        placeholder="Label"
        maxLength={40}
        value={threshold.label}
        onChange={(event) => onChange({ ...threshold, label: event.target.value })}
      />
      <Button variant="ghost" size="icon" aria-label={`Remove threshold ${number}`} onClick={onRemove}>
        <XIcon />
      </Button>
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Select value={value} onValueChange={(next) => onChange(next as T)}>
      <SelectTrigger aria-label={label}>
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {options.map(([option, text]) => (
          <SelectItem key={option} value={option}>
            {text}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
