'use client'

import { CheckIcon } from 'lucide-react'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'

interface FacetValueProps {
  value: string
  /** Null for a value that is selected and did not occur. */
  count: number | null
  isSelected: boolean
  color: string | undefined
  onToggle: () => void
  onOnly: () => void
}

export function FacetValue({ value, count, isSelected, color, onToggle, onOnly }: FacetValueProps) {
  return (
    <div className="group relative flex h-6 items-center rounded-sm hover:bg-hover has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-ring">
      <label className="flex h-full min-w-0 flex-1 cursor-pointer items-center gap-2 pl-2">
        <input type="checkbox" checked={isSelected} onChange={onToggle} className="peer sr-only" />
        <span
          aria-hidden="true"
          className={classNames(
            'flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border border-border-strong bg-background',
            isSelected && 'border-primary bg-primary text-primary-foreground',
          )}
        >
          {isSelected && <CheckIcon className="size-3" strokeWidth={3} />}
        </span>
        {color && <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />}
        <span className={classNames('truncate text-sm', isSelected && 'font-medium')} title={value || 'empty'}>
          {value || <span className="text-subtle">empty</span>}
        </span>
      </label>
      <span
        title={count === null ? undefined : formatCount(count)}
        className="shrink-0 pr-2 pl-2 text-xs text-subtle group-focus-within:invisible group-hover:invisible"
      >
        {count === null ? '–' : formatCompact(count)}
      </span>
      <button
        type="button"
        aria-label={`Only ${value || 'empty'}`}
        onClick={onOnly}
        className="absolute right-1 h-5 rounded-sm px-1 text-xs font-medium text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-border hover:text-foreground"
      >
        Only
      </button>
    </div>
  )
}
