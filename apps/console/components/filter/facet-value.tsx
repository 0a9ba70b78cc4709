'use client'

import { BanIcon, CheckIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '@/lib/class-names.ts'
import { formatCompact, formatCount } from '@/lib/format-number.ts'

interface FacetValueProps {
  value: string
  /** Null for a value that the search names and did not occur. */
  count: number | null
  state: 'free' | 'chosen' | 'excluded'
  color: string | undefined
  onToggle: () => void
  onOnly: () => void
  onExclude: () => void
}

const boxes = {
  free: 'border-border-strong bg-background',
  chosen: 'border-primary bg-primary text-primary-foreground',
  excluded: 'border-border-strong bg-background text-danger',
}

export function FacetValue({ value, count, state, color, onToggle, onOnly, onExclude }: FacetValueProps) {
  const name = value || 'empty'
  return (
    <div className="group relative flex h-6 items-center rounded-sm hover:bg-hover has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-ring">
      <label className="flex h-full min-w-0 flex-1 cursor-pointer items-center gap-2 pl-2">
        <input type="checkbox" checked={state === 'chosen'} onChange={onToggle} className="peer sr-only" />
        <span
          aria-hidden="true"
          className={classNames(
            'flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border',
            boxes[state],
          )}
        >
          {state === 'chosen' && <CheckIcon className="size-3" strokeWidth={3} />}
          {state === 'excluded' && <BanIcon className="size-3" strokeWidth={2.5} />}
        </span>
        {color && <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: color }} />}
        <span
          className={classNames(
            'truncate text-sm',
            state === 'chosen' && 'font-medium',
            state === 'excluded' && 'text-muted line-through',
          )}
          title={name}
        >
          {value || <span className="text-subtle">empty</span>}
        </span>
        {state === 'excluded' && <span className="sr-only">excluded</span>}
      </label>
      <span
        title={count === null ? undefined : formatCount(count)}
        className="shrink-0 pr-2 pl-2 text-xs text-subtle group-focus-within:invisible group-hover:invisible"
      >
        {count === null ? '–' : formatCompact(count)}
      </span>
      <span className="absolute right-1 flex rounded-sm bg-hover opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <FacetAction label={`Only ${name}`} onClick={onOnly}>
          Only
        </FacetAction>
        <FacetAction label={`${state === 'excluded' ? 'No longer exclude' : 'Exclude'} ${name}`} onClick={onExclude}>
          <BanIcon aria-hidden="true" className="size-3" />
        </FacetAction>
      </span>
    </div>
  )
}

function FacetAction({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="flex h-5 items-center rounded-sm px-1 text-xs font-medium text-muted hover:bg-border hover:text-foreground"
    >
      {children}
    </button>
  )
}
