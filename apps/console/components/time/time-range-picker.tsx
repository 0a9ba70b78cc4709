'use client'

import { CalendarIcon, ChevronDownIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { useShortcut } from '@/hooks/use-shortcut.ts'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { classNames } from '@/lib/class-names.ts'
import { parseTypedRange } from '@/lib/parse-typed-range.ts'
import { describeRange, isMoving, timePresets } from '@/lib/time-range.ts'

/** The time range of the page: presets, or typed words. Opens on `d`. */
export function TimeRangePicker() {
  const [open, setOpen] = useState(false)
  const [range, setRange] = useTimeRange()
  const hydrated = useHydrated()
  useShortcut('d', () => setOpen(true))
  // The wall clock of a fixed range is the browser's: the server does not know its zone.
  const label = hydrated || isMoving(range) ? describeRange(range, Date.now()) : 'Fixed range'
  const apply = (next: typeof range) => {
    setRange(next)
    setOpen(false)
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button aria-label={`Time range: ${label}`} className="justify-between font-normal">
          <CalendarIcon className="text-subtle" />
          {label}
          <ChevronDownIcon className="text-subtle" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-[312px] p-2">
        <TypedRange onApply={apply} />
        <div className="mt-2 grid grid-cols-4 gap-1">
          {timePresets.map((preset) => {
            const isCurrent = preset.from === range.from && isMoving(range)
            return (
              <Button
                key={preset.from}
                variant="ghost"
                aria-label={preset.label}
                aria-pressed={isCurrent}
                className={classNames('font-normal', isCurrent && 'bg-selected text-accent hover:bg-selected')}
                onClick={() => apply({ from: preset.from, to: 'now' })}
              >
                {preset.short}
              </Button>
            )
          })}
        </div>
      </PopoverContent>
    </Popover>
  )
}

function TypedRange({ onApply }: { onApply: (range: { from: string; to: string }) => void }) {
  const [text, setText] = useState('')
  const parsed = text.trim() ? parseTypedRange(text, Date.now()) : null
  const isWrong = text.trim() !== '' && !parsed
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (parsed) onApply(parsed)
  }
  return (
    <form onSubmit={submit}>
      <div className="relative">
        <Input
          autoFocus
          aria-label="Type a time range"
          aria-describedby="typed-range-hint"
          placeholder="last 45 m"
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="h-8 pr-14"
        />
        {parsed && <Kbd className="absolute top-[7px] right-2">Enter</Kbd>}
      </div>
      <p id="typed-range-hint" className={classNames('mt-1.5 px-1 text-xs', isWrong ? 'text-danger' : 'text-subtle')}>
        {parsed ? describeRange(parsed, Date.now()) : 'last 45 m · yesterday 9-11 · 2026-01-31'}
      </p>
    </form>
  )
}
