'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { defaultLimit, type MetricPart } from './explorer-query.ts'

interface LimitSelectProps {
  part: MetricPart
  onChange: (change: { limit: number | undefined; order: 'bottom' | undefined }) => void
}

const limits = [1, 3, 5, 10, 20, 50, 100]

/** How many series are drawn: those with the largest mean, or the smallest. */
export function LimitSelect({ part, onChange }: LimitSelectProps) {
  const order = part.order ?? 'top'
  const limit = part.limit ?? defaultLimit
  const value = `${order} ${limit}`
  const choose = (chosen: string) => {
    const [side, count] = chosen.split(' ')
    const most = Number(count)
    onChange({ limit: most === defaultLimit ? undefined : most, order: side === 'bottom' ? 'bottom' : undefined })
  }
  const options = (['top', 'bottom'] as const).flatMap((side) => limits.map((count) => `${side} ${count}`))
  return (
    <Select value={value} onValueChange={choose}>
      <SelectTrigger aria-label={`Series of ${part.id}`} title="By their mean over the time range">
        <SelectValue>{value}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        {(options.includes(value) ? options : [value, ...options]).map((option) => (
          <SelectItem key={option} value={option}>
            {option}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
