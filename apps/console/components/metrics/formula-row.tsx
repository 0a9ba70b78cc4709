'use client'

import { useState } from 'react'
import { Input } from '@/components/ui/input.tsx'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { changePart, type FormulaPart, lettersOf } from './explorer-query.ts'
import { PartFrame, type PartFrameProps } from './part-frame.tsx'

interface FormulaRowProps extends Omit<PartFrameProps, 'part' | 'children'> {
  part: FormulaPart
  /** The letters of the rows that a formula can read. */
  known: readonly string[]
  onChange: (part: FormulaPart) => void
}

const noUnit = 'none'
const units = [
  [noUnit, 'no unit'],
  ['%', '%'],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['By', 'bytes'],
  ['By/s', 'bytes/s'],
  ['USD', 'USD'],
] as const

/** An expression over the queries: `A / B * 100`. Applied on Enter, or when the field is left. */
export function FormulaRow({ part, known, onChange, ...frame }: FormulaRowProps) {
  const [typed, setTyped] = useState(part.expression)
  const [applied, setApplied] = useState(part.expression)
  if (applied !== part.expression) {
    setApplied(part.expression)
    setTyped(part.expression)
  }
  const unknown = lettersOf(typed).filter((letter) => !known.includes(letter))
  const apply = () => {
    if (unknown.length === 0 && typed.trim() !== part.expression) onChange({ ...part, expression: typed.trim() })
  }
  return (
    <PartFrame part={part} {...frame}>
      <Input
        aria-label={`Formula ${part.id}`}
        aria-invalid={unknown.length > 0}
        placeholder={known.length > 1 ? `${known[0]} / ${known[1]} * 100` : `${known[0] ?? 'A'} * 100`}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') apply()
          if (event.key === 'Escape') setTyped(part.expression)
        }}
        className="max-w-xl flex-1 font-mono"
      />
      <Select
        value={part.unit ?? noUnit}
        onValueChange={(unit) => onChange(changePart(part, { unit: unit === noUnit ? undefined : unit }))}
      >
        <SelectTrigger aria-label={`Unit of ${part.id}`}>
          <SelectValue>{units.find(([value]) => value === (part.unit ?? noUnit))?.[1] ?? part.unit}</SelectValue>
        </SelectTrigger>
        <SelectContent>
          {units.map(([value, label]) => (
            <SelectItem key={value} value={value}>
              {label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <span className="text-subtle text-xs" role={unknown.length > 0 ? 'alert' : undefined}>
        {unknown.length > 0
          ? `No query is called ${unknown.join(' or ')}`
          : '+ − * / ( ) abs min max clamp default_zero ln log10'}
      </span>
    </PartFrame>
  )
}
