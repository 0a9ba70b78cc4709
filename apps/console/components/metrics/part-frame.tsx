'use client'

import { ArrowDownIcon, ArrowUpIcon, CopyIcon, EllipsisVerticalIcon, EyeIcon, EyeOffIcon, XIcon } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { Kbd } from '@/components/ui/kbd.tsx'
import { classNames } from '@/lib/class-names.ts'
import type { ExplorerPart } from './explorer-query.ts'

export interface PartFrameProps {
  part: ExplorerPart
  canAdd: boolean
  isFirst: boolean
  isLast: boolean
  onHide: () => void
  onDuplicate: () => void
  onRemove: () => void
  onMove: (by: -1 | 1) => void
  children: ReactNode
}

/** What every row of the explorer has: its letter, and what one does with it as a whole. Alt and arrows move it. */
export function PartFrame({ part, children, ...does }: PartFrameProps) {
  const what = `${'expression' in part ? 'formula' : 'query'} ${part.id}`
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined
    if (by === undefined) return
    event.preventDefault()
    does.onMove(by)
  }
  return (
    <li aria-label={what} onKeyDown={onKeyDown} className="flex flex-wrap items-center gap-1.5">
      <button
        type="button"
        aria-pressed={!part.hidden}
        aria-label={part.hidden ? `Show ${what}` : `Hide ${what}`}
        title={part.hidden ? `Show ${what}` : `Hide ${what}: formulas still read it`}
        onClick={does.onHide}
        className={classNames(
          'group flex h-7 w-9 shrink-0 items-center justify-center rounded-md border font-medium font-mono text-xs',
          part.hidden
            ? 'border-border-strong border-dashed text-subtle line-through'
            : 'border-transparent bg-accent-soft text-accent',
        )}
      >
        <span className="group-hover:hidden">{part.id}</span>
        {part.hidden ? (
          <EyeIcon className="hidden size-3.5 group-hover:block" />
        ) : (
          <EyeOffIcon className="hidden size-3.5 group-hover:block" />
        )}
      </button>
      {children}
      <span className="ml-auto flex">
        <PartMenu what={what} {...does} />
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove ${what}`}
          title={`Remove ${what}`}
          onClick={does.onRemove}
        >
          <XIcon />
        </Button>
      </span>
    </li>
  )
}

function PartMenu({ what, ...does }: Omit<PartFrameProps, 'part' | 'children'> & { what: string }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={`More for ${what}`}>
          <EllipsisVerticalIcon />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem disabled={!does.canAdd} onSelect={does.onDuplicate}>
          <CopyIcon />
          Duplicate
        </DropdownMenuItem>
        <DropdownMenuItem disabled={does.isFirst} onSelect={() => does.onMove(-1)}>
          <ArrowUpIcon />
          Move up
          <Kbd className="ml-auto">Alt ↑</Kbd>
        </DropdownMenuItem>
        <DropdownMenuItem disabled={does.isLast} onSelect={() => does.onMove(1)}>
          <ArrowDownIcon />
          Move down
          <Kbd className="ml-auto">Alt ↓</Kbd>
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
