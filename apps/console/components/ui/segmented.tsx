'use client'

import { ToggleGroup } from 'radix-ui'
import { classNames } from '@/lib/class-names.ts'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onValueChange: (value: T) => void
  className?: string
}

/** A choice between a few views of one thing, all of them in sight. */
export function Segmented<T extends string>({ label, value, options, onValueChange, className }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => next && onValueChange(next as T)}
      className={classNames('inline-flex h-7 items-center rounded-md border border-border bg-surface p-0.5', className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-full rounded-sm px-2.5 text-sm font-medium whitespace-nowrap text-muted transition-colors hover:text-foreground data-[state=on]:bg-raised data-[state=on]:text-foreground data-[state=on]:shadow-[0_0_0_1px_var(--border)]"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
