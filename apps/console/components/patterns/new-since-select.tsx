'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { type NewSince, newSinceChoices } from './pattern-queries.ts'

const labels: Record<NewSince, string> = {
  range: 'New in this range',
  '1h': 'New since 1 hour',
  '24h': 'New since 24 hours',
  '7d': 'New since 7 days',
}

interface NewSinceSelectProps {
  value: NewSince
  onValueChange: (value: NewSince) => void
}

/** Which patterns are marked as new. */
export function NewSinceSelect({ value, onValueChange }: NewSinceSelectProps) {
  return (
    <Select value={value} onValueChange={(next) => onValueChange(next as NewSince)}>
      <SelectTrigger aria-label="New since">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        {newSinceChoices.map((choice) => (
          <SelectItem key={choice} value={choice}>
            {labels[choice]}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
