'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { compareText } from './panel-lines.ts'

interface CompareSelectProps {
  compare: string | null
  onChange: (compare: string | null) => void
}

const none = 'none'
const choices = [
  [none, 'nothing'],
  ['3600', 'the hour before'],
  ['day', 'the day before'],
  ['week', 'the week before'],
] as const

/** An earlier time that is drawn beside this one, broken and lighter. */
export function CompareSelect({ compare, onChange }: CompareSelectProps) {
  const shown = choices.find(([value]) => value === (compare ?? none))?.[1] ?? compareText(Number(compare))
  const isKnown = choices.some(([value]) => value === (compare ?? none))
  return (
    <Select value={compare ?? none} onValueChange={(value) => onChange(value === none ? null : value)}>
      <SelectTrigger aria-label="Compare with">
        <span className="text-subtle">compare with</span>
        <SelectValue>{shown}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {choices.map(([value, label]) => (
          <SelectItem key={value} value={value}>
            {label}
          </SelectItem>
        ))}
        {compare !== null && !isKnown && <SelectItem value={compare}>{shown}</SelectItem>}
      </SelectContent>
    </Select>
  )
}
