'use client'

import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select.tsx'
import { stepText } from './step-text.ts'

interface StepSelectProps {
  step: number | null
  onChange: (step: number | null) => void
}

const steps = [
  [1, '1 s'],
  [5, '5 s'],
  [10, '10 s'],
  [30, '30 s'],
  [60, '1 m'],
  [300, '5 m'],
  [900, '15 m'],
  [3600, '1 h'],
  [21_600, '6 h'],
  [86_400, '1 d'],
] as const

/** The width of a bucket; by itself the server takes one that suits the time range. */
export function StepSelect({ step, onChange }: StepSelectProps) {
  const isKnown = steps.some(([seconds]) => seconds === step)
  // Said here too: the server draws no list to take it from.
  const shown = step === null ? 'auto' : stepText(step)
  return (
    <Select value={String(step ?? 'auto')} onValueChange={(value) => onChange(value === 'auto' ? null : Number(value))}>
      <SelectTrigger aria-label="Step">
        <span className="text-subtle">step</span>
        <SelectValue>{shown}</SelectValue>
      </SelectTrigger>
      <SelectContent>
        <SelectItem value="auto">auto</SelectItem>
        {step !== null && !isKnown && <SelectItem value={String(step)}>{shown}</SelectItem>}
        {steps.map(([seconds, label]) => (
          <SelectItem key={seconds} value={String(seconds)}>
            {label}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}
