'use client'

import { XIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'

export interface FilterPill {
  id: string
  field: string
  value: string
  /** Shown between them: `=` unless it says otherwise. */
  operator?: string
  onRemove: () => void
}

interface FilterPillsProps {
  pills: readonly FilterPill[]
  onClear: () => void
}

/** Every filter that is set, each removed by a click. */
export function FilterPills({ pills, onClear }: FilterPillsProps) {
  if (pills.length === 0) return null
  return (
    <ul aria-label="Filters" className="flex min-w-0 flex-wrap items-center gap-1.5">
      {pills.map((pill) => (
        <li
          key={pill.id}
          className="flex h-6 max-w-96 items-center rounded-md border border-border bg-surface pl-2 text-sm"
        >
          {pill.field !== '' && (
            <>
              <span className="shrink-0 text-subtle">{pill.field}</span>
              <span className="shrink-0 px-1 text-subtle">{pill.operator ?? '='}</span>
            </>
          )}
          <span className="truncate font-medium" title={pill.value}>
            {pill.value}
          </span>
          <button
            type="button"
            aria-label={['Remove', pill.field, pill.operator ?? '=', pill.value].filter(Boolean).join(' ')}
            onClick={pill.onRemove}
            className="ml-1 flex h-full w-6 shrink-0 items-center justify-center rounded-r-md text-subtle hover:bg-hover hover:text-foreground"
          >
            <XIcon className="size-3" />
          </button>
        </li>
      ))}
      <li>
        <Button variant="ghost" size="sm" onClick={onClear}>
          Clear
        </Button>
      </li>
    </ul>
  )
}
