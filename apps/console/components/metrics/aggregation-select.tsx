'use client'

import { type Aggregation, aggregationsOf, type MetricType } from '@hanzo/schema/api'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Label } from '@/components/ui/label.tsx'
import { Popover, PopoverAnchor, PopoverContent } from '@/components/ui/popover.tsx'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import type { MetricPart } from './explorer-query.ts'
import { measureOf } from './panel-lines.ts'

interface AggregationSelectProps {
  type: MetricType
  part: MetricPart
  onChange: (change: { aggregation: Aggregation | undefined; quantile: number | undefined }) => void
}

const other = 'other quantile'
const withBuckets: ReadonlySet<MetricType> = new Set(['histogram', 'exponential_histogram'])

/** How the series of a metric become one value: those that mean something for its type, and any quantile of a histogram. */
export function AggregationSelect({ type, part, onChange }: AggregationSelectProps) {
  const [isTyping, setIsTyping] = useState(false)
  const wantsOther = useRef(false)
  const aggregations = aggregationsOf[type]
  const value = part.quantile === undefined ? (part.aggregation ?? aggregations[0] ?? '') : measureOf(part)
  const choose = (chosen: string) => {
    wantsOther.current = chosen === other
    if (wantsOther.current) setIsTyping(true)
    else if (chosen !== value || part.quantile !== undefined)
      onChange({
        aggregation: chosen === aggregations[0] ? undefined : (chosen as Aggregation),
        quantile: undefined,
      })
  }
  return (
    <Popover open={isTyping} onOpenChange={setIsTyping}>
      <PopoverAnchor asChild>
        <span>
          <Select value={value} onValueChange={choose}>
            <SelectTrigger aria-label={`Aggregation of ${part.id}`} className="min-w-20">
              <SelectValue>{value}</SelectValue>
            </SelectTrigger>
            <SelectContent
              // The field of the quantile takes the focus; the list would give it back to its button.
              onCloseAutoFocus={(event) => wantsOther.current && event.preventDefault()}
            >
              {part.quantile !== undefined && <SelectItem value={value}>{value}</SelectItem>}
              {aggregations
                .filter((one) => part.quantile === undefined || one !== value)
                .map((one) => (
                  <SelectItem key={one} value={one}>
                    {one}
                  </SelectItem>
                ))}
              {withBuckets.has(type) && <SelectItem value={other}>other quantile…</SelectItem>}
            </SelectContent>
          </Select>
        </span>
      </PopoverAnchor>
      <PopoverContent aria-label="Quantile" className="w-56" onFocusOutside={(event) => event.preventDefault()}>
        <QuantileForm
          onApply={(quantile) => {
            onChange({ aggregation: undefined, quantile })
            setIsTyping(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}

function QuantileForm({ onApply }: { onApply: (quantile: number) => void }) {
  const [text, setText] = useState('')
  const percent = Number(text.trim().replace(/^p/i, '').replace(',', '.'))
  const isValid = text.trim() !== '' && percent >= 0 && percent <= 100
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (isValid) onApply(Number((percent / 100).toFixed(6)))
      }}
    >
      <Label htmlFor="quantile">Percent of the values below</Label>
      <div className="flex gap-2">
        <Input
          id="quantile"
          autoFocus
          placeholder="99.9"
          inputMode="decimal"
          aria-invalid={text !== '' && !isValid}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="primary" disabled={!isValid}>
          Set
        </Button>
      </div>
    </form>
  )
}
