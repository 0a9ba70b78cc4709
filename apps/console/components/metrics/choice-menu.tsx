'use client'

import { CheckIcon, ChevronDownIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { classNames } from '@/lib/class-names.ts'

interface Choice {
  value: string
  /** At the right, quiet: a count. */
  hint?: string
}

interface ChoiceMenuProps {
  label: string
  /** On the button, in place of the label. */
  summary?: ReactNode
  choices: readonly Choice[]
  chosen: readonly string[]
  most: number
  empty: string
  /** For screen readers, where the label alone does not say of what. */
  ariaLabel?: string
  onChange: (chosen: string[]) => void
}

const searchFrom = 8

/** Several values of a list, in the order in which they were chosen. */
export function ChoiceMenu({ label, summary, choices, chosen, most, empty, ariaLabel, onChange }: ChoiceMenuProps) {
  const [needle, setNeedle] = useState('')
  const shown = choices.filter(({ value }) => value.toLowerCase().includes(needle.toLowerCase()))
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  return (
    <Popover onOpenChange={() => setNeedle('')}>
      <PopoverTrigger asChild>
        <Button aria-label={ariaLabel} className="max-w-80 font-normal">
          <span className="text-subtle">{label}</span>
          {summary && <span className="truncate">{summary}</span>}
          <ChevronDownIcon className="text-subtle" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-80 p-1">
        {choices.length >= searchFrom && (
          <Input
            aria-label={`Search ${label.toLowerCase()}`}
            placeholder="Search"
            value={needle}
            onChange={(event) => setNeedle(event.target.value)}
            className="mb-1"
          />
        )}
        <div className="max-h-80 overflow-y-auto">
          {shown.length === 0 && <p className="px-2 py-1.5 text-sm text-subtle">{empty}</p>}
          {shown.map(({ value, hint }) => {
            const isChosen = chosen.includes(value)
            return (
              <button
                key={value}
                type="button"
                aria-pressed={isChosen}
                disabled={!isChosen && chosen.length >= most}
                onClick={() => toggle(value)}
                className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover disabled:opacity-50"
              >
                <CheckIcon className={classNames('size-3.5 shrink-0', !isChosen && 'invisible')} />
                <span className="truncate">{value || '(empty)'}</span>
                <span className="ml-auto pl-2 text-subtle text-xs">{hint}</span>
              </button>
            )
          })}
        </div>
      </PopoverContent>
    </Popover>
  )
}
