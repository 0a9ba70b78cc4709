'use client'

import type { SavedView } from '@hanzo/schema/api'
import { EllipsisIcon, UsersIcon } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu.tsx'
import { Input } from '@/components/ui/input.tsx'
import { classNames } from '@/lib/class-names.ts'

interface ViewItemProps {
  view: SavedView
  isActive: boolean
  onShow: () => void
  onChange: (change: { name?: string; isShared?: boolean }) => void
  /** Lets the view be what the page shows now. */
  onUpdate: () => void
  onDelete: () => void
}

/** One saved view in the list of them. */
export function ViewItem({ view, isActive, onShow, onChange, onUpdate, onDelete }: ViewItemProps) {
  const [isRenaming, setRenaming] = useState(false)
  if (isRenaming) {
    return (
      <li className="p-1">
        <RenameForm
          name={view.name}
          onDone={(name) => {
            setRenaming(false)
            if (name !== view.name) onChange({ name })
          }}
        />
      </li>
    )
  }
  return (
    <li className="group flex h-8 items-center rounded-sm hover:bg-hover">
      <button
        type="button"
        aria-current={isActive}
        onClick={onShow}
        title={view.createdBy ? `${view.name}, saved by ${view.createdBy}` : view.name}
        className="flex h-full min-w-0 flex-1 items-center gap-2 px-2 text-left"
      >
        <span className={classNames('truncate', isActive && 'font-medium')}>{view.name}</span>
        {view.isShared && <UsersIcon aria-label="shared" className="size-3.5 shrink-0 text-subtle" />}
      </button>
      {view.mayChange && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon-sm" aria-label={`Change ${view.name}`} className="mr-1">
              <EllipsisIcon />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end" onCloseAutoFocus={(event) => event.preventDefault()}>
            <DropdownMenuItem onSelect={() => setRenaming(true)}>Rename</DropdownMenuItem>
            {!isActive && <DropdownMenuItem onSelect={onUpdate}>Replace by what is shown</DropdownMenuItem>}
            <DropdownMenuItem onSelect={() => onChange({ isShared: !view.isShared })}>
              {view.isShared ? 'Make private' : 'Share with the project'}
            </DropdownMenuItem>
            <DropdownMenuItem className="text-danger" onSelect={onDelete}>
              Delete
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </li>
  )
}

function RenameForm({ name, onDone }: { name: string; onDone: (name: string) => void }) {
  const [text, setText] = useState(name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone(text.trim() || name)
  }
  return (
    <form onSubmit={submit}>
      <Input
        ref={(input) => input?.focus()}
        aria-label={`New name of ${name}`}
        maxLength={100}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onDone(text.trim() || name)}
        onKeyDown={(event) => event.key === 'Escape' && onDone(name)}
      />
    </form>
  )
}
