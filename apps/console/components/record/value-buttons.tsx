'use client'

import type { SearchFilter } from '@hanzo/search'
import { BanIcon, Columns3Icon, CopyIcon, ListFilterIcon, type LucideIcon } from 'lucide-react'
import { Button } from '@/components/ui/button.tsx'
import { useToast } from '@/components/ui/toast.tsx'
import { copyText } from '@/lib/copy-text.ts'

/** What can be done with a value beside copying it. */
export interface ValueActions {
  /** Searches for it; with `isNegated` for what has it not. */
  filter?: { value: SearchFilter; onFilter: (filter: SearchFilter) => void } | undefined
  /** Shows its key as a column of the list. */
  onAddColumn?: (() => void) | undefined
}

interface ValueButtonsProps {
  actions: ValueActions | undefined
  copied: () => string
  /** Its key, for those who hear the buttons. */
  what: string
}

/** Buttons at the end of a value's line: they show when it is pointed at or has the focus. The line is a `group relative`. */
export function ValueButtons({ actions, copied, what }: ValueButtonsProps) {
  const toast = useToast()
  const copy = async () => {
    toast((await copyText(copied())) ? 'Value copied' : 'The browser did not allow copying')
  }
  const { filter, onAddColumn } = actions ?? {}
  return (
    <span className="absolute top-0 right-1 flex rounded-sm bg-hover font-sans opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
      {filter && (
        <>
          <Action
            icon={ListFilterIcon}
            label={`Filter by ${what}`}
            title="Only with this value"
            onClick={() => filter.onFilter(filter.value)}
          />
          <Action
            icon={BanIcon}
            label={`Exclude ${what}`}
            title="Only without this value"
            onClick={() => filter.onFilter({ ...filter.value, isNegated: true })}
          />
        </>
      )}
      {onAddColumn && (
        <Action icon={Columns3Icon} label={`Show ${what} as a column`} title="Add as a column" onClick={onAddColumn} />
      )}
      <Action icon={CopyIcon} label={`Copy ${what}`} title="Copy the value" onClick={() => void copy()} />
    </span>
  )
}

interface ActionProps {
  icon: LucideIcon
  label: string
  title: string
  onClick: () => void
}

function Action({ icon: Icon, label, title, onClick }: ActionProps) {
  return (
    <Button variant="ghost" size="icon-sm" className="size-5" aria-label={label} title={title} onClick={onClick}>
      <Icon className="size-3" />
    </Button>
  )
}
