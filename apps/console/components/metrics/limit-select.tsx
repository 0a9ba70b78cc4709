'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { defaultLimit, type MetricPart } from './explorer-query.ts'

type LimitChange = Partial<{ limit: number | undefined; order: 'bottom' | undefined; by: MetricPart['by'] | undefined }>

interface LimitSelectProps {
  part: MetricPart
  onChange: (change: LimitChange) => void
}

const limits = [1, 3, 5, 10, 20, 50, 100]
const measures = ['mean', 'last', 'max', 'sum'] as const

/** How many series are drawn, and which: those with the largest mean over the time range, the smallest maximum, and so on. */
export function LimitSelect({ part, onChange }: LimitSelectProps) {
  return (
    <span className="flex">
      <CountSelect part={part} onChange={onChange} />
      <Select
        value={part.by ?? 'mean'}
        onValueChange={(value) => {
          const by = measures.find((measure) => measure === value)
          onChange({ by: by === 'mean' ? undefined : by })
        }}
      >
        <SelectTrigger
          aria-label={`Measure for ${part.id}`}
          title="By which measure over the time range series are chosen"
          className="rounded-l-none border-l-0"
        >
          <span className="text-muted">by</span>
          <SelectValue>{part.by ?? 'mean'}</SelectValue>
        </SelectTrigger>
        <SelectContent>
          {measures.map((measure) => (
            <SelectItem key={measure} value={measure}>
              {measure}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </span>
  )
}

function CountSelect({ part, onChange }: LimitSelectProps) {
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
      <SelectTrigger aria-label={`Series of ${part.id}`} className="rounded-r-none">
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
