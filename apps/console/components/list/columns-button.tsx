'use client'

import { findSearchField, resolveColumn, SearchError, type SearchSignal, searchFields } from '@hanzo/search'
import { useQuery } from '@tanstack/react-query'
import { ArrowDownIcon, ArrowUpIcon, Columns3Icon, PlusIcon, XIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { keyOptionsQuery } from '@/components/search/key-options.ts'
import { useProject } from '@/components/shell/project-context.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover.tsx'
import { useTimeRange } from '@/hooks/use-time-range.ts'
import { formatCompact } from '@/lib/format-number.ts'
import type { ListColumns } from './use-list-columns.ts'

interface ColumnsButtonProps {
  signal: SearchSignal
  /** The list's own, with their headers. */
  builtIn: readonly { id: string; header: string }[]
  columns: Pick<ListColumns<never>, 'shownIds' | 'isChanged' | 'change'>
  /** Whether attributes can be columns of this list. */
  takesKeys: boolean
}

const columnsMost = 30

/** Chooses the columns of a list and their order; any attribute or field can be one. */
export function ColumnsButton(props: ColumnsButtonProps) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="secondary" className="font-normal text-muted">
          <Columns3Icon />
          Columns
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Columns"
        align="end"
        className="flex max-h-[70vh] w-80 flex-col gap-3 overflow-hidden"
      >
        <ShownColumns {...props} />
        <AddColumn {...props} />
      </PopoverContent>
    </Popover>
  )
}

function ShownColumns({ builtIn, columns }: ColumnsButtonProps) {
  const { shownIds, isChanged, change: onChange } = columns
  const nameOf = (id: string) => builtIn.find((column) => column.id === id)?.header ?? id
  const move = (index: number, by: number) => {
    const ids = [...shownIds]
    const [id] = ids.splice(index, 1)
    if (id !== undefined) ids.splice(index + by, 0, id)
    onChange(ids)
  }
  return (
    <section aria-label="Shown columns" className="max-h-56 shrink-0 overflow-y-auto">
      <div className="flex h-6 items-center justify-between">
        <h3 className="text-xs font-medium text-subtle">Shown</h3>
        {isChanged && (
          <Button variant="ghost" size="sm" onClick={() => onChange(null)}>
            Reset
          </Button>
        )}
      </div>
      <ul>
        {shownIds.map((id, index) => (
          <li key={id} className="group flex h-7 items-center rounded-sm pl-2 hover:bg-hover">
            <span className="min-w-0 flex-1 truncate text-sm" title={nameOf(id)}>
              {nameOf(id)}
            </span>
            <IconButton label={`Move ${nameOf(id)} left`} disabled={index === 0} onClick={() => move(index, -1)}>
              <ArrowUpIcon />
            </IconButton>
            <IconButton
              label={`Move ${nameOf(id)} right`}
              disabled={index === shownIds.length - 1}
              onClick={() => move(index, 1)}
            >
              <ArrowDownIcon />
            </IconButton>
            <IconButton
              label={`Hide ${nameOf(id)}`}
              disabled={shownIds.length === 1}
              onClick={() => onChange(shownIds.filter((other) => other !== id))}
            >
              <XIcon />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

function AddColumn({ signal, builtIn, columns, takesKeys }: ColumnsButtonProps) {
  const { shownIds, change: onChange } = columns
  const { projectId } = useProject()
  const [range] = useTimeRange()
  const [text, setText] = useState('')
  const { data: keys = [] } = useQuery({ ...keyOptionsQuery(projectId, signal, range), enabled: takesKeys })
  const wanted = text.trim().toLowerCase()
  const hidden = builtIn.filter(({ id }) => !shownIds.includes(id))
  const offered = [
    ...hidden.map(({ id, header }) => ({ id, name: header, count: undefined })),
    ...(takesKeys ? searchFields.filter(({ signals }) => signals.includes(signal)) : [])
      .filter(({ name }) => !builtIn.some(({ id }) => id === name))
      .map(({ name }) => ({ id: name, name, count: undefined })),
    ...keys
      .filter(({ text: key }) => !findSearchField(key, signal))
      .map(({ key, text: name, count }) => ({ id: key, name, count })),
  ].filter(({ id, name }) => !shownIds.includes(id) && name.toLowerCase().includes(wanted))
  const typed = text.trim()
  const isKey = takesKeys && typed !== '' && isColumnKey(typed, signal) && !offered.some(({ id }) => id === typed)
  const add = (id: string) => {
    onChange([...shownIds, id])
    setText('')
  }
  if (shownIds.length >= columnsMost) return <p className="text-sm text-subtle">{columnsMost} columns are shown.</p>
  return (
    <section aria-label="Add a column" className="flex min-h-0 flex-1 flex-col border-t border-border pt-2">
      <Input
        className="shrink-0"
        aria-label="Find a column"
        placeholder={takesKeys ? 'Add a field or attribute' : 'Add a column'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const [first] = offered
          if (event.key === 'Enter' && (first || isKey)) add(first?.id ?? typed)
        }}
      />
      <ul className="mt-1 min-h-0 flex-1 overflow-y-auto">
        {isKey && <Offer name={typed} count={undefined} onAdd={() => add(typed)} />}
        {offered.slice(0, 100).map(({ id, name, count }) => (
          <Offer key={id} name={name} count={count} onAdd={() => add(id)} />
        ))}
        {offered.length === 0 && !isKey && <li className="p-2 text-sm text-subtle">No such column</li>}
      </ul>
    </section>
  )
}

function isColumnKey(text: string, signal: SearchSignal): boolean {
  try {
    resolveColumn(text, signal)
    return true
  } catch (error) {
    if (error instanceof SearchError) return false
    throw error
  }
}

function Offer({ name, count, onAdd }: { name: string; count: number | undefined; onAdd: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onAdd}
        className="flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover"
      >
        <PlusIcon className="size-3 shrink-0 text-subtle" />
        <span className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </span>
        {count !== undefined && <span className="text-xs text-subtle">{formatCompact(count)}</span>}
      </button>
    </li>
  )
}

interface IconButtonProps {
  label: string
  disabled: boolean
  onClick: () => void
  children: ReactNode
}

function IconButton({ label, ...props }: IconButtonProps) {
  return <Button variant="ghost" size="icon-sm" aria-label={label} title={label} {...props} />
}
